/** From raw rows to measures: each column is read by the rules of its meaning. */
import type { Deadline, Measure } from './contract.ts';
import { parseDeadline } from './deadlines/index.ts';
import type { Column } from './layout/columns.ts';
import { type Line, printedText } from './layout/lines.ts';
import type { RawMeasure } from './layout/table-shape.ts';
import type { ColumnRole } from './layout/roles.ts';
import { type PartyContext, readParties } from './parties/index.ts';
import { findSchools } from './parties/schools.ts';
import { readResults } from './results/split.ts';
import type { Mender } from './text/mend.ts';

export type MeasureContext = PartyContext & { mender: Mender };

export function readMeasures(raws: readonly RawMeasure[], context: MeasureContext): Measure[] {
  const numbers = numbersOf(raws);
  return raws.map((raw, index) => readMeasure(raw, index, numbers[index] ?? null, context));
}

/**
 * Numbers as printed. Where every row reads «1.», or the column of numbers has lost them all,
 * the row's own place is the number.
 */
function numbersOf(raws: readonly RawMeasure[]): (string | null)[] {
  const printed = raws.map((raw) => raw.number);
  const distinct = new Set(printed.filter((number) => number !== null));
  const hasColumn = raws.every((raw) => raw.columns.some(({ role }) => role === 'number'));
  const lost = distinct.size === 0 && hasColumn;
  // Sections of one measure each begin with «1» by right.
  const sameSection = raws.some((raw, index) => index > 0 && isBeside(raw, raws[index - 1] as RawMeasure));
  const repeated = sameSection && distinct.size === 1 && printed.every((number) => number !== null);
  if (lost || repeated) return printed.map((_, index) => String(index + 1));
  return hasColumn ? printed : (numbersInText(raws) ?? printed);
}

function isBeside(raw: RawMeasure, before: RawMeasure): boolean {
  return raw.section === before.section && raw.table === before.table;
}

const LEADING_NUMBER = /^(\d{1,3}(?:\.\d{1,3})*)[.)]\s+(?=\S)/;

/** Without a column for them, numbers stand before the text or are its automatic list numbers. */
function numbersInText(raws: readonly RawMeasure[]): (string | null)[] | null {
  const numbers = raws.map((raw) => {
    const [first] = linesOf(raw, 'text');
    return (first?.number ?? LEADING_NUMBER.exec(first?.text ?? '')?.[0] ?? '').trim().replace(/[.)]+$/, '') || null;
  });
  const found = numbers.filter((number) => number !== null && /^\d/.test(number)).length;
  if (raws.length === 0 || found < raws.length * 0.8) return null;
  for (const raw of raws) {
    const column = raw.columns.find(({ role }) => role === 'text')?.index ?? 0;
    const [first, ...rest] = raw.lines.get(column) ?? [];
    if (first)
      raw.lines.set(column, [
        { ...first, number: null, text: first.number === null ? first.text.replace(LEADING_NUMBER, '') : first.text },
        ...rest,
      ]);
  }
  return new Set(numbers).size === 1 && raws.length > 1 ? numbers.map((_, index) => String(index + 1)) : numbers;
}

function linesOf(raw: RawMeasure, ...roles: ColumnRole[]): Line[] {
  return raw.columns
    .filter(({ role }) => roles.includes(role))
    .flatMap(({ index }) => raw.lines.get(index) ?? [])
    .filter((line) => !isDash(line));
}

/** A dash in a cell says that there is nothing. */
function isDash(line: Line): boolean {
  return line.number === null && /^[-–—]+$/.test(line.text);
}

function readMeasure(raw: RawMeasure, index: number, number: string | null, context: MeasureContext): Measure {
  const join = (lines: readonly Line[]) => context.mender.join(lines.map(printedText).filter((text) => text !== ''));
  const text = join(linesOf(raw, 'text')).replace(LIST_SIGN, '');
  const execution = linesOf(raw, 'execution');
  const links = execution.flatMap((line) => line.links);
  const note = join(linesOf(raw, 'note'));
  const schools = findSchools(text, context.schoolAcronyms);
  const other = raw.columns
    .filter(({ role }) => role === 'other' || role === 'group')
    .map((column) => ({ header: column.header, text: join(raw.lines.get(column.index) ?? []) }))
    .filter((cell) => cell.text !== '');
  const { deadline, responsible } = readWhenAndWho(raw, context, join);
  return {
    number,
    position: index + 1,
    section: raw.section,
    text,
    deadline,
    responsible: readParties(
      responsible.map((line) => ({ ...line, text: context.mender.mend(line.text) })),
      context,
    ),
    results: readResults(linesOf(raw, 'result'), context.mender.join),
    execution: execution.length === 0 ? null : { text: join(execution), ...(links.length === 0 ? {} : { links }) },
    ...(note === '' ? {} : { note }),
    ...(other.length === 0 ? {} : { other }),
    ...(schools.length === 0 ? {} : { schools }),
  };
}

/** The sign of a list with one item is no wording. */
const LIST_SIGN = /^[·•▪●○◦]\s*/;

type Join = (lines: readonly Line[]) => string;

function readWhenAndWho(
  raw: RawMeasure,
  context: MeasureContext,
  join: Join,
): { deadline: Deadline; responsible: Line[] } {
  const combined = raw.columns.find(({ also }) => also !== undefined);
  if (combined) return splitCombined(raw.lines.get(combined.index) ?? [], join);
  const responsible = linesOf(raw, 'responsible');
  const from = join(linesOf(raw, 'deadline-start'));
  const to = join(linesOf(raw, 'deadline-end'));
  const marked = raw.columns.filter(({ role }) => role === 'deadline-mark');
  if (marked.length > 0) return { deadline: parseDeadline(markedMonths(raw, marked, join)), responsible };
  if (from === '' && to === '') return { deadline: readDeadline(linesOf(raw, 'deadline'), join), responsible };
  return { deadline: rangeOf(from, to), responsible };
}

const MARK = /^[^\p{L}\p{N}]*[xхvу]?[^\p{L}\p{N}]*$/iu;

/** «+» under «сентябрь» and «май» is «сентябрь, май»; a day under «май» is that day. */
function markedMonths(raw: RawMeasure, columns: readonly Column[], join: Join): string {
  const own = join(linesOf(raw, 'deadline'));
  const months = columns.flatMap(({ index, header }) => {
    const cell = join(raw.lines.get(index) ?? []);
    return cell === '' ? [] : [MARK.test(cell) ? header.toLowerCase() : `${cell} ${header.toLowerCase()}`];
  });
  return own === '' ? months.join(', ') : own;
}

/** Paragraphs in a cell may be several deadlines; read as one text they mean nothing, so they are tried apart. */
function readDeadline(lines: readonly Line[], join: Join): Deadline {
  const text = join(lines);
  const whole = parseDeadline(text);
  if (whole.kind !== 'unrecognised' || lines.length < 2) return whole;
  const listed = parseDeadline(lines.map(printedText).join('; '));
  return listed.kind === 'unrecognised' ? whole : listed;
}

/** Two columns, «начало» and «окончание». */
function rangeOf(from: string, to: string): Deadline {
  if (from === '') return parseDeadline(/^\d/.test(to) ? `до ${to}` : to);
  if (to === '') return parseDeadline(/^\d/.test(from) ? `с ${from}` : from);
  const together = parseDeadline(`${from} – ${to}`);
  if (together.from !== null && together.to !== null) return together;
  const start = parseDeadline(from).from;
  const end = parseDeadline(to).to;
  return { ...together, kind: start !== null && end !== null ? 'date' : together.kind, from: start, to: end };
}

/** One column «Срок, ответственный»: what reads as a deadline is the deadline, the rest are the responsible. */
function splitCombined(lines: readonly Line[], join: Join): { deadline: Deadline; responsible: Line[] } {
  const pieces = lines.flatMap((line) =>
    line.text
      .split(/[,;]\s+/)
      .map((text, index) => ({ ...line, text, startsParagraph: index > 0 || line.startsParagraph })),
  );
  const isDeadline = (piece: Line) => !['unrecognised', 'unspecified'].includes(parseDeadline(piece.text).kind);
  const when = pieces.filter(isDeadline);
  return { deadline: readDeadline(when, join), responsible: pieces.filter((piece) => !isDeadline(piece)) };
}

export function columnHeader(raw: RawMeasure, role: Column['role']): string | null {
  const column = raw.columns.find((candidate) => candidate.role === role || candidate.also === role);
  return column === undefined ? null : column.header || null;
}
