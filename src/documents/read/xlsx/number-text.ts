/** Numbers and dates of a workbook as the sheet shows them. */
import { monthGenitive, monthName } from '#kernel/format.ts';

const DAY = 86_400_000;
/** Day 0 of the two calendars; Excel counts a 29 February 1900 that never was, hence 30 December. */
const EPOCH_1900 = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_DAY = 2_958_465;
const SHORT_DATE = 'dd.mm.yyyy';
const LONG_DATE = 'd mmmm yyyy "г."';
/** Formats that files name by number only. */
const BUILT_IN: Record<number, string> = {
  0: 'General',
  1: '0',
  2: '0.00',
  3: '#,##0',
  4: '#,##0.00',
  9: '0%',
  10: '0.00%',
  14: SHORT_DATE,
  15: 'd-mmm-yy',
  16: 'd-mmm',
  17: 'mmm-yy',
  18: 'h:mm',
  19: 'h:mm:ss',
  20: 'h:mm',
  21: 'h:mm:ss',
  22: `${SHORT_DATE} h:mm`,
  37: '#,##0',
  38: '#,##0',
  39: '#,##0.00',
  40: '#,##0.00',
  45: 'mm:ss',
  46: 'h:mm:ss',
  47: 'mm:ss',
  49: '@',
};
/** Dates of East Asian built-ins: shown as plain dates here. */
const OTHER_DATES = new Set([27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58]);
/** The clock after a day: at midnight it says nothing, programs write it for every date. */
const MIDNIGHT = /([ymd]["\\.,\s]*)\s+\[?h+\]?:m+(?::s+)?(?:\.0+)?(?:\s*am\/pm)?$/i;
const TOKENS = /"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|y+|m+|d+|h+|s+(?:\.0+)?|am\/pm|a\/p|[^"\\]/gi;

export function formatCode(id: number, custom: Map<number, string>): string {
  return custom.get(id) ?? BUILT_IN[id] ?? (OTHER_DATES.has(id) ? SHORT_DATE : 'General');
}

export function numberText(value: number, code: string, from1904: boolean): string {
  const system = /\[\$-(?:x-sysdate|f800)\]/i.test(code) ? LONG_DATE : code;
  const sections = system.split(';');
  const section = (value < 0 ? sections[1] : value === 0 ? sections[2] : undefined) ?? sections[0] ?? 'General';
  if (isDateCode(section) && value >= 0 && value <= LAST_DAY) return dateText(value, section, from1904);
  const shown = plainNumber(value < 0 && sections.length > 1 ? -value : value, section);
  return shown ?? generalText(value);
}

function isDateCode(code: string): boolean {
  const bare = code.replace(/"[^"]*"|\\.|\[[^\]]*\]/g, '');
  return /[ymdhs]/i.test(bare) && !/^general$/i.test(bare.trim()) && !/[0#?]/.test(bare.replace(/s\.0+/gi, ''));
}

function dateText(value: number, code: string, from1904: boolean): string {
  const date = new Date((from1904 ? EPOCH_1904 : EPOCH_1900) + Math.round(value * DAY));
  const tokens = [...(Number.isInteger(value) ? code.replace(MIDNIGHT, '$1') : code).matchAll(TOKENS)];
  const withDay = tokens.some(([token]) => /^d{1,2}$/i.test(token));
  let clock = false;
  return tokens
    .map((match, index) => {
      const [token, quoted, escaped] = match;
      if (quoted !== undefined) return quoted;
      if (escaped !== undefined) return escaped;
      const lower = token.toLowerCase();
      if (/^[_*[]/.test(token) || lower.startsWith('a')) return '';
      if (lower.startsWith('m')) {
        const minutes = lower.length <= 2 && (clock || /^s/i.test(nextCode(tokens, index)));
        clock = false;
        return minutes ? two(date.getUTCMinutes(), lower) : monthText(date.getUTCMonth(), lower.length, withDay);
      }
      if (/^[ydhs]/.test(lower)) clock = lower.startsWith('h');
      return unitText(date, lower) ?? token;
    })
    .join('')
    .trim();
}

function nextCode(tokens: RegExpMatchArray[], index: number): string {
  return tokens.slice(index + 1).find(([token]) => /^[ymdhs]/i.test(token))?.[0] ?? '';
}

function unitText(date: Date, token: string): string | null {
  switch (token[0]) {
    case 'y':
      return token.length <= 2 ? String(date.getUTCFullYear()).slice(-2) : String(date.getUTCFullYear());
    case 'd':
      return token.length > 2 ? '' : two(date.getUTCDate(), token);
    case 'h':
      return two(date.getUTCHours(), token);
    case 's':
      return two(date.getUTCSeconds(), token);
    default:
      return null;
  }
}

function monthText(month: number, letters: number, withDay: boolean): string {
  if (letters <= 2) return two(month + 1, 'm'.repeat(letters));
  const name = withDay ? monthGenitive(month + 1) : monthName(month + 1);
  if (letters === 3) return name.slice(0, 3);
  return withDay ? name : name.charAt(0).toUpperCase() + name.slice(1);
}

function two(value: number, token: string): string {
  return token.length > 1 ? String(value).padStart(2, '0') : String(value);
}

/** Null for «General» and for codes without a digit place. */
function plainNumber(value: number, code: string): string | null {
  const bare = code.replace(/\[[^\]]*\]|_.|\*./g, '');
  const digits = /[0#?][0#?,]*(?:\.([0#?]*))?/.exec(
    bare.replace(/"[^"]*"|\\./g, (literal) => '\u0001'.repeat(literal.length)),
  );
  if (!digits || /^general$/i.test(bare.trim())) return null;
  const percent = bare.includes('%');
  const places = digits[1] ?? '';
  const fixed = Math.abs(percent ? value * 100 : value).toFixed(Math.min(places.length, 15));
  const [whole = '', fraction = ''] = fixed.split('.');
  const shortest = places.replace(/[#?]+$/, '').length;
  const shownFraction = fraction.slice(0, Math.max(shortest, fraction.replace(/0+$/, '').length));
  const grouped = digits[0].includes(',')
    ? whole.replace(/\B(?=(?:\d{3})+$)/g, ' ')
    : whole.padStart((/^[0#?,]*/.exec(digits[0])?.[0] ?? '').replace(/[^0]/g, '').length, '0');
  const literal = (text: string) => text.replace(/"([^"]*)"|\\(.)/g, '$1$2');
  const before = literal(bare.slice(0, digits.index));
  const after = literal(bare.slice(digits.index + digits[0].length));
  const sign = value < 0 ? '-' : '';
  return `${sign}${before}${grouped}${shownFraction === '' ? '' : `.${shownFraction}`}${after}`.trim();
}

/** Fifteen digits, as Excel keeps; the point is kept, for most such numbers are numbers of items («1.1»). */
function generalText(value: number): string {
  return String(Number(value.toPrecision(15)));
}
