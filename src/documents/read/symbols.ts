/** Characters that Word stores by their place in a dingbat font. */
const DINGBATS: Record<string, string> = {
  F0B7: '•',
  F0A7: '•',
  F0D8: '•',
  F076: '•',
  F06E: '•',
  F0B2: '•',
  F0A8: '☐',
  F06F: '☐',
  F0FE: '☒',
  F0FD: '☒',
  F052: '☑',
  F0FC: '✓',
  F0FB: '✗',
  F02D: '–',
  F0E0: '→',
  F0DE: '→',
  F0AE: '→',
  F0B3: '≥',
  F0A3: '≤',
  F0B1: '±',
  F0B0: '°',
};
const PRIVATE_USE = /[\ue000-\uf8ff]/;

export function symbolText(hexCode: string, font: string): string {
  const known = DINGBATS[hexCode.toUpperCase()];
  if (known) return known;
  const code = Number.parseInt(hexCode, 16);
  if (!Number.isFinite(code) || code < 32 || code > 0xffff) return '';
  const character = String.fromCharCode(code);
  if (PRIVATE_USE.test(character)) return '';
  return /symbol|wingdings|webdings/i.test(font) ? (DINGBATS[`F0${hexCode.slice(-2).toUpperCase()}`] ?? '') : character;
}
