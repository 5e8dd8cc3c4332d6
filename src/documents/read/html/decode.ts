/** The encoding of a web page: its mark, what the server or the page declares, else what the bytes look like. */
import { decodeText } from '../text/decode.ts';

const DECLARED = /<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)/i;
const XML_DECLARED = /^\s*<\?xml[^>]+encoding=["']([\w-]+)/i;
const PREFIX = 4096;

export function decodeHtml(bytes: Uint8Array, contentType: string | undefined): string | null {
  const marked = bytes[0] === 0xef || bytes[0] === 0xff || bytes[0] === 0xfe;
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, PREFIX));
  const label =
    /charset=["']?([\w-]+)/i.exec(contentType ?? '')?.[1] ?? DECLARED.exec(start)?.[1] ?? XML_DECLARED.exec(start)?.[1];
  const declared = marked || label === undefined || /^utf-?8$|^utf-?16/i.test(label) ? null : decodeAs(label, bytes);
  const text = declared ?? decodeText(bytes);
  // What the clipboard puts before the page.
  return text?.replace(/^\ufeff?Version:[\d.]+\r?\n[^]*?(?=<)/, '') ?? null;
}

function decodeAs(label: string, bytes: Uint8Array): string | null {
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return null;
  }
}
