/**
 * A plan on the line of time: measures down, months across, a bar for every due window, a line for today.
 * The colours stand as attributes, so that the drawing is whole in a document; a page overrides them by tone.
 */
import {
  addDays,
  addMonths,
  daysBetween,
  firstDayOfMonth,
  type IsoDate,
  lastDayOfMonth,
  later,
  earlier,
  partsOf,
} from '#kernel/dates.ts';
import { formatDayMonth, monthName } from '#kernel/format.ts';
import { escaped, round } from './svg.ts';

export type GanttTone =
  | 'done'
  | 'late'
  | 'unproved'
  | 'overdue'
  | 'due'
  | 'review'
  | 'returned'
  | 'planned'
  | 'neutral';

export type GanttBar = {
  from: IsoDate;
  to: IsoDate;
  tone: GanttTone;
  /** Written beside the bar where there is room. */
  label: string;
  /** Said in full when the pointer rests on the bar. */
  title: string;
};

export type GanttRow =
  | { kind: 'heading'; label: string }
  | { kind: 'measure'; label: string; bars: readonly GanttBar[] };

export type Gantt = {
  /** Keeps the ids inside the drawing apart from those of others on the page. */
  id: string;
  title: string;
  /** The conclusion: what a reader who does not see the drawing should know. */
  description: string;
  from: IsoDate;
  to: IsoDate;
  today: IsoDate;
  rows: readonly GanttRow[];
};

const WIDTH = 1200;
const LABELS = 392;
const HEADER = 62;
const LINE = 16;
const ROW_PADDING = 12;
const BAR = 14;
const FONT = 13;
/** Golos Text at 13 px, on average over Russian text. */
const CHARACTER = 6.9;
const LABEL_LINES = 3;

/** Solid: it is done. Hatched: something is wrong with it. Outline: it is ahead. */
const LOOKS: Record<GanttTone, { colour: string; fill: 'solid' | 'hatched' | 'outline' | 'dashed' }> = {
  done: { colour: '#0c5233', fill: 'solid' },
  late: { colour: '#5b4a00', fill: 'solid' },
  unproved: { colour: '#5b4a00', fill: 'hatched' },
  overdue: { colour: '#951b12', fill: 'hatched' },
  due: { colour: '#7a3d00', fill: 'outline' },
  review: { colour: '#4d2a82', fill: 'dashed' },
  returned: { colour: '#84174f', fill: 'dashed' },
  planned: { colour: '#474a52', fill: 'outline' },
  neutral: { colour: '#8a8d94', fill: 'outline' },
};

export function ganttSvg(gantt: Gantt): string {
  const axis = axisOf(gantt);
  const rows = laidOut(gantt.rows);
  const height = HEADER + rows.reduce((sum, row) => sum + row.height, 0) + 8;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="${gantt.id}-title ${gantt.id}-description" font-family="'Golos Text', sans-serif" font-size="${FONT}">`,
    `<title id="${gantt.id}-title">${escaped(gantt.title)}</title>`,
    `<desc id="${gantt.id}-description">${escaped(gantt.description)}</desc>`,
    hatches(gantt),
    months(axis, height),
    todayLine(axis, gantt.today, height),
  ];
  let top = HEADER;
  for (const row of rows) {
    parts.push(rowDrawing(gantt, row, top, axis));
    top += row.height;
  }
  parts.push('</svg>');
  return parts.filter(Boolean).join('\n');
}

type Axis = { from: IsoDate; to: IsoDate; x(date: IsoDate): number };

/** Whole months, so that every grid line is the first of a month. */
function axisOf({ from, to }: Gantt): Axis {
  const start = firstDayOfMonth(from);
  const end = lastDayOfMonth(to);
  const perDay = (WIDTH - LABELS - 8) / (daysBetween(start, end) + 1);
  return { from: start, to: end, x: (date) => round(LABELS + daysBetween(start, date) * perDay) };
}

type LaidOutRow = { row: GanttRow; lines: string[]; height: number };

function laidOut(rows: readonly GanttRow[]): LaidOutRow[] {
  return rows.map((row) => {
    const width = row.kind === 'heading' ? WIDTH - 16 : LABELS - 24;
    const lines = wrapped(row.label, Math.floor(width / CHARACTER));
    return { row, lines, height: lines.length * LINE + ROW_PADDING };
  });
}

function months(axis: Axis, height: number): string {
  const firsts: IsoDate[] = [];
  for (let month = axis.from; month <= axis.to; month = addMonths(month, 1)) firsts.push(month);
  // Labels of months that would touch each other are thinned to quarters, half-years, years.
  const step =
    [1, 3, 6, 12].find((every) => ((WIDTH - LABELS) / firsts.length) * every > (every === 12 ? 0 : 64)) ?? 12;
  const lines = firsts.map(
    (month) =>
      `<line x1="${axis.x(month)}" x2="${axis.x(month)}" y1="${HEADER - 6}" y2="${height}" stroke="#dedad0" data-part="grid"/>`,
  );
  const labels = firsts
    .filter((month) => (partsOf(month).month - 1) % step === 0)
    .map(
      (month) =>
        `<text x="${axis.x(month) + 3}" y="${HEADER - 10}" fill="#474a52" data-part="soft">${step === 12 ? '' : monthName(partsOf(month).month)}</text>`,
    );
  const years = firsts
    .filter((month, index) => index === 0 || partsOf(month).month === 1)
    .filter((month, index, all) => index > 0 || all.length === 1 || axis.x(all[1]!) - axis.x(month) > 40)
    .map(
      (month) =>
        `<text x="${axis.x(month) + 3}" y="${HEADER - 28}" font-weight="600" fill="#17191e" data-part="ink">${partsOf(month).year}</text>`,
    );
  return [...lines, ...labels, ...years].join('\n');
}

function todayLine(axis: Axis, today: IsoDate, height: number): string {
  if (today < axis.from || today > axis.to) return '';
  const x = axis.x(today);
  const label = `сегодня, ${formatDayMonth(today)}`;
  const beforeLine = x + label.length * CHARACTER > WIDTH;
  return [
    `<line x1="${x}" x2="${x}" y1="${HEADER - 58}" y2="${height}" stroke="#1a3c7d" stroke-width="1.5" data-part="today"/>`,
    `<text x="${beforeLine ? x - 5 : x + 5}" y="${HEADER - 47}" ${beforeLine ? 'text-anchor="end" ' : ''}font-weight="600" fill="#1a3c7d" stroke="#fffefb" stroke-width="4" paint-order="stroke" data-part="today-label">${escaped(label)}</text>`,
  ].join('\n');
}

function rowDrawing(gantt: Gantt, { row, lines, height }: LaidOutRow, top: number, axis: Axis): string {
  const isHeading = row.kind === 'heading';
  const text = lines
    .map(
      (line, index) =>
        `<text x="${isHeading ? 0 : 12}" y="${top + LINE * (index + 1)}"${isHeading ? ' font-weight="600"' : ''} fill="#17191e" data-part="ink">${escaped(line)}</text>`,
    )
    .join('\n');
  const rule = `<line x1="0" x2="${WIDTH}" y1="${top + height - 2}" y2="${top + height - 2}" stroke="#dedad0" data-part="grid"/>`;
  if (isHeading) return `${text}\n${rule}`;
  const bars = row.bars
    .filter((bar) => bar.to >= axis.from && bar.from <= axis.to)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  return [
    text,
    rule,
    ...bars.map((bar, index) =>
      barDrawing(gantt, bar, { previous: bars[index - 1], next: bars[index + 1] }, top, axis),
    ),
  ].join('\n');
}

type Neighbours = { previous: GanttBar | undefined; next: GanttBar | undefined };

function barDrawing(gantt: Gantt, bar: GanttBar, { previous, next }: Neighbours, top: number, axis: Axis): string {
  const { colour, fill } = LOOKS[bar.tone];
  const x = axis.x(later(bar.from, axis.from));
  // A hair of paper is left, so that windows in a row stay apart.
  const width = round(Math.max(endOf(bar, axis) - x - 2, 5));
  const paint = {
    solid: `fill="${colour}"`,
    hatched: `fill="url(#${gantt.id}-${bar.tone})" stroke="${colour}" stroke-width="1.5"`,
    outline: `fill="#fffefb" stroke="${colour}" stroke-width="1.5"`,
    dashed: `fill="#fffefb" stroke="${colour}" stroke-width="1.5" stroke-dasharray="4 2"`,
  }[fill];
  return [
    `<g data-tone="${bar.tone}" data-fill="${fill}"><title>${escaped(bar.title)}</title>`,
    `<rect x="${x}" y="${top + 3}" width="${width}" height="${BAR}" rx="2" ${paint}/>`,
    barLabel(
      bar,
      { start: x, end: round(x + width) },
      { from: previous ? endOf(previous, axis) : LABELS, to: next ? axis.x(next.from) : WIDTH },
      top,
      colour,
    ),
    '</g>',
  ]
    .filter(Boolean)
    .join('');
}

/** After the bar, else before it, else not at all: the title and the table say it too. */
function barLabel(
  bar: GanttBar,
  { start, end }: { start: number; end: number },
  room: { from: number; to: number },
  top: number,
  colour: string,
): string {
  const width = bar.label.length * CHARACTER + 10;
  const place =
    end + width <= room.to
      ? `x="${end + 5}"`
      : start - width >= room.from
        ? `x="${start - 5}" text-anchor="end"`
        : null;
  if (place === null || bar.label === '') return '';
  return `<text ${place} y="${top + LINE - 1}" fill="${colour}" stroke="#fffefb" stroke-width="3" paint-order="stroke" data-part="bar-label">${escaped(bar.label)}</text>`;
}

/** Where the last day of the bar ends. */
function endOf(bar: GanttBar, axis: Axis): number {
  return axis.x(addDays(earlier(bar.to, axis.to), 1));
}

function hatches(gantt: Gantt): string {
  const used = new Set(gantt.rows.flatMap((row) => (row.kind === 'measure' ? row.bars.map((bar) => bar.tone) : [])));
  const patterns = [...used]
    .filter((tone) => LOOKS[tone].fill === 'hatched')
    .sort()
    .map(
      (tone) =>
        `<pattern id="${gantt.id}-${tone}" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="#fffefb" data-part="paper"/><line x1="0" x2="0" y1="0" y2="5" stroke="${LOOKS[tone].colour}" stroke-width="4" data-tone="${tone}"/></pattern>`,
    );
  return patterns.length === 0 ? '' : `<defs>${patterns.join('')}</defs>`;
}

/** Lines of at most so many characters, broken at spaces; what does not fit ends in an ellipsis. */
function wrapped(text: string, atMost: number): string[] {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= atMost) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  if (lines.length <= LABEL_LINES) return lines;
  return [...lines.slice(0, LABEL_LINES - 1), `${lines[LABEL_LINES - 1]!.slice(0, atMost - 1)}…`];
}
