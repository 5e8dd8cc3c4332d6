/** Separated text as columns of data: `;`, `,` or tab, quotes, line breaks inside quotes. */
import { AppError } from '#kernel/errors.ts';
import { CELL, type DataSheet, SheetBuilder, type SheetLimits, tooManyRows } from './model.ts';

const QUOTE = 34;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SEPARATORS = [';', ',', '\t'] as const;
/** What a spreadsheet would take for a number; codes with leading zeros stay texts. */
const NUMBER = /^-?(?:0|[1-9]\d{0,14})(?:\.\d+)?$/;
const SAMPLE_LINES = 20;
const ZERO = 48;
const NINE = 57;
/** Digits that always fit a whole number. */
const SHORT = 9;

export function readCsvSheet(text: string, limits: SheetLimits): DataSheet {
  const separator = separatorOf(text).charCodeAt(0);
  const builder = new SheetBuilder(limits);
  const known = new Map<string, number>();
  const put = (row: number, column: number, value: string) => {
    if (value === '') return;
    if (NUMBER.test(value)) {
      builder.set(row, column, CELL.number, Number(value));
      return;
    }
    let index = known.get(value);
    if (index === undefined) {
      index = builder.texts.push(value) - 1;
      known.set(value, index);
    }
    builder.set(row, column, CELL.text, index);
  };
  let row = 0;
  let column = 0;
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  // Excel's own first line that names the separator.
  const named = /^sep=.\r?\n/i.exec(text.slice(at, at + 8));
  if (named) at += named[0].length;
  while (at < text.length) {
    let end: number;
    if (text.charCodeAt(at) === QUOTE) {
      const quoted = quotedField(text, at, row);
      put(row, column, quoted.value);
      end = quoted.end;
    } else {
      // Almost all cells of a results file are short whole numbers: they need no text.
      let number = 0;
      let code = text.charCodeAt(at);
      end = at;
      while (code >= ZERO && code <= NINE && end - at < SHORT) {
        number = number * 10 + code - ZERO;
        end += 1;
        code = text.charCodeAt(end);
      }
      if (end > at && isEnd(code, separator) && (text.charCodeAt(at) !== ZERO || end === at + 1))
        builder.set(row, column, CELL.number, number);
      else {
        while (end < text.length && !isEnd(text.charCodeAt(end), separator)) end += 1;
        put(row, column, text.slice(at, end));
      }
    }
    const code = text.charCodeAt(end);
    if (code === separator) {
      column += 1;
      at = end + 1;
      continue;
    }
    row += 1;
    if (row > limits.rows) throw tooManyRows(limits.rows);
    column = 0;
    at = code === CARRIAGE_RETURN && text.charCodeAt(end + 1) === LINE_FEED ? end + 2 : end + 1;
  }
  return builder.finish('', false);
}

function isEnd(code: number, separator: number): boolean {
  return code === separator || code === LINE_FEED || code === CARRIAGE_RETURN;
}

function quotedField(text: string, from: number, row: number): { value: string; end: number } {
  let at = from + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0)
      throw new AppError('fileDamaged', {
        text: `В строке ${row + 1} открыта кавычка, которая нигде не закрывается.`,
        advice: 'Уберите лишнюю кавычку или сохраните таблицу как XLSX и загрузите снова.',
      });
    if (text.charCodeAt(quote + 1) === QUOTE) at = quote + 2;
    else return { value: text.slice(from + 1, quote).replaceAll('""', '"'), end: endOfField(text, quote + 1) };
  }
}

/** Blanks between the closing quote and the separator are no text. */
function endOfField(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) === 32) at += 1;
  return at;
}

/** The separator that gives the first lines the same, largest number of fields. */
function separatorOf(text: string): string {
  const named = /^\uFEFF?sep=(.)\r?\n/i.exec(text.slice(0, 9))?.[1];
  if (named && (SEPARATORS as readonly string[]).includes(named)) return named;
  const lines = text.slice(0, 256 * 1024).split(/\r\n|\n|\r/, SAMPLE_LINES);
  const counts = SEPARATORS.map((separator) => {
    const first = fieldsOf(lines[0] ?? '', separator);
    const same = lines.filter((line) => line !== '' && fieldsOf(line, separator) === first).length;
    return { separator, score: first > 1 ? first * same : 0 };
  });
  counts.sort((a, b) => b.score - a.score);
  return counts[0]!.score > 0 ? counts[0]!.separator : ';';
}

function fieldsOf(line: string, separator: string): number {
  return line.replace(/"(?:[^"]|"")*"/g, '').split(separator).length;
}
