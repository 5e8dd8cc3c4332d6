/**
 * Splitting that respects brackets and quotation marks. Official texts often forget to close one,
 * so a mark that has no pair protects nothing.
 */
const PAIRS: Record<string, string> = { '(': ')', '[': ']', '«': '»', '„': '“', '“': '”' };
const CLOSING = new Set(Object.values(PAIRS));
/** Nobody nests deeper; marks beyond this were never closed. */
const DEEPEST = 20;

/** For each character: is it inside brackets or quotation marks? The marks themselves count as inside. */
export function protectedMask(text: string): Uint8Array {
  const mask = new Uint8Array(text.length);
  let straight = -1;
  const open: { close: string; at: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string;
    if (char === '"') {
      if (straight >= 0) {
        mask.fill(1, straight, at + 1);
        straight = -1;
      } else straight = at;
      continue;
    }
    const pairedAt = CLOSING.has(char) ? open.findLastIndex((entry) => entry.close === char) : -1;
    if (pairedAt >= 0) {
      mask.fill(1, (open[pairedAt] as { at: number }).at, at + 1);
      open.length = pairedAt;
    } else if (char in PAIRS) {
      if (open.length === DEEPEST) open.shift();
      open.push({ close: PAIRS[char] as string, at });
    }
  }
  return mask;
}

/** Cuts at every match of `separator` (a global expression) that begins outside brackets and quotes; the separators are dropped. */
export function splitOutside(text: string, separator: RegExp): string[] {
  const mask = protectedMask(text);
  const pieces: string[] = [];
  let from = 0;
  for (const match of text.matchAll(separator)) {
    if (mask[match.index]) continue;
    pieces.push(text.slice(from, match.index));
    from = match.index + match[0].length;
  }
  pieces.push(text.slice(from));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== '');
}

/** A dot that belongs to an initial or to a common abbreviation is not the end of the piece. */
const ABBREVIATION_DOT = /(?:^|[\s(.«"])(?:[А-ЯЁ]|г|гг|др|пр|д|п|им|ул|обл|руб|тыс|ч|уч|чел|экз|рук|зам|зав)\.$/;

/** With its dot, what stands before it, and one to spare. */
const LONGEST_ABBREVIATION = 8;

/** Drops the punctuation that separated a piece from its neighbours. */
export function trimSeparators(text: string): string {
  const trimmed = text.trim().replace(/^[\s,;.]+/, '');
  let end = trimmed.length;
  for (; end > 0; end -= 1) {
    const last = trimmed[end - 1]!;
    const endsAbbreviation = () => ABBREVIATION_DOT.test(trimmed.slice(Math.max(0, end - LONGEST_ABBREVIATION), end));
    if (!/[\s,;]/.test(last) && (last !== '.' || endsAbbreviation())) break;
  }
  return trimmed.slice(0, end);
}
