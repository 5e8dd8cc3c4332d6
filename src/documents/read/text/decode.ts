/** Which encoding a plain text is in: UTF-8, UTF-16, or one of the Cyrillic eight-bit ones. */
const EIGHT_BIT = ['windows-1251', 'koi8-r', 'ibm866'] as const;
const FREQUENT_LETTERS = /[оеаинтсрвлкмдпу]/g;
const SAMPLE = 64 * 1024;
/** Share of control characters above which the bytes are no text. */
const MOST_CONTROLS = 0.005;

/** The text, or null when the bytes are not text at all. */
export function decodeText(bytes: Uint8Array): string | null {
  const text = decodeByMark(bytes) ?? decodeUtf16(bytes) ?? decodeUtf8(bytes) ?? decodeEightBit(bytes);
  return isText(text) ? text : null;
}

function decodeByMark(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return new TextDecoder('utf-8').decode(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}

/** UTF-16 without a mark: every other byte is 0 (Latin, spaces) or 4 (Cyrillic). */
function decodeUtf16(bytes: Uint8Array): string | null {
  const pairs = Math.min(bytes.length, SAMPLE) >> 1;
  if (pairs < 4) return null;
  let even = 0;
  let odd = 0;
  for (let index = 0; index < pairs; index += 1) {
    if (isHighByte(bytes[index * 2]!)) even += 1;
    if (isHighByte(bytes[index * 2 + 1]!)) odd += 1;
  }
  if (odd > pairs * 0.9) return new TextDecoder('utf-16le').decode(bytes);
  if (even > pairs * 0.9) return new TextDecoder('utf-16be').decode(bytes);
  return null;
}

function isHighByte(byte: number): boolean {
  return byte === 0x00 || byte === 0x04 || byte === 0x20;
}

function decodeUtf8(bytes: Uint8Array): string | null {
  // A file cut in the middle of a character is still UTF-8.
  for (let cut = 0; cut < 4 && cut <= bytes.length; cut += 1) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, bytes.length - cut));
    } catch {
      // Try without the last byte.
    }
  }
  return null;
}

function decodeEightBit(bytes: Uint8Array): string {
  const sample = bytes.subarray(0, SAMPLE);
  let best: string = EIGHT_BIT[0];
  let bestScore = -1;
  for (const label of EIGHT_BIT) {
    const score = new TextDecoder(label).decode(sample).match(FREQUENT_LETTERS)?.length ?? 0;
    if (score > bestScore) {
      best = label;
      bestScore = score;
    }
  }
  return new TextDecoder(best).decode(bytes);
}

function isText(text: string): boolean {
  let controls = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code < 32 && (code < 9 || code > 13)) || code === 127 || code === 0xfffd) controls += 1;
  }
  return controls <= text.length * MOST_CONTROLS;
}
