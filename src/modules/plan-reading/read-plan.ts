/**
 * From the table model to `opora.plan/1`. The steps: recognise the tables; read what stands before
 * them (stamp, title, period, goal, tasks) and the list of abbreviations; read the rows; check.
 * Nothing is thrown and nothing dropped: what is not understood is kept in `other`, problems are issues.
 */
import type { SourceDocument } from '#documents/model.ts';
import type { PlanReading } from './contract.ts';
import { CourseReader } from './courses.ts';
import { readPurpose } from './front/goal.ts';
import { readPeriod, readStatedPeriod } from './front/period.ts';
import { readStamp } from './front/stamp.ts';
import { readTitle, type Title } from './front/title.ts';
import { classTermsOf, isGlossaryHeading, readGlossary } from './glossary.ts';
import { cellText, filledCells, type Grid } from './layout/grid.ts';
import { firstHeading, headingsBefore } from './layout/headings.ts';
import { type Line, printedText } from './layout/lines.ts';
import { withListedPlan } from './layout/listed.ts';
import { RowReader } from './layout/rows.ts';
import { type Part, recognise } from './layout/tables.ts';
import { lint } from './lint/index.ts';
import { readMeasures } from './measures.ts';
import { schoolAcronyms } from './parties/schools.ts';
import { buildMender, type Mender } from './text/mend.ts';

export function readPlan(document: SourceDocument): PlanReading {
  const recognised = withoutSheetNames(recognise(document.blocks), document.sheets ?? []);
  const parts = recognised.some((part) => part.kind === 'plan' || part.kind === 'courses')
    ? recognised
    : withListedPlan(recognised);
  const texts = allTexts(parts);
  const mender = buildMender(texts);
  const used = new Set<Line>();

  const front = readFront(parts, mender, used);
  const glossary = readGlossaries(parts, used);
  const body = readBody(parts, used);
  const context = { mender, schoolAcronyms: schoolAcronyms(texts), classTerms: classTermsOf(glossary) };
  const measures = readMeasures(body.rows.measures, context);
  const tables = body.courses.finish(mender.mend);

  const reading: PlanReading = {
    schema: 'opora.plan/1',
    ...front,
    sections: body.rows.sections.list.map((section) => ({ ...section, title: mender.mend(section.title) })),
    measures,
    tables,
    glossary,
    issues: [],
    other: [
      ...body.rows.remarks.map(({ table, text }) => ({ where: `таблица ${table}`, text })),
      ...leftOver(parts, used),
    ],
  };
  return { ...reading, issues: lint(reading, body.rows.measures, context.schoolAcronyms) };
}

/** Sheet names are not the document's own words, unless several sheets hold plans and the names tell them apart. */
function withoutSheetNames(parts: Part[], sheets: readonly string[]): Part[] {
  const plans = parts.filter((part) => part.kind === 'plan').length;
  const telling = plans > 1 ? sheets.filter((name) => !/^(?:лист|sheet|таблица)\s*\d*$/i.test(name)) : [];
  const isIdle = (text: string) => sheets.includes(text) && !telling.includes(text);
  return parts.filter((part) => part.kind !== 'line' || part.line.headingLevel === null || !isIdle(part.line.text));
}

function allTexts(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => {
    if (part.kind === 'line') return [part.line.text];
    const rows = part.kind === 'unknown' ? part.grid.rows : part.rows;
    return rows.flatMap((row) => filledCells(row).flatMap((cell) => cell.lines.map((line) => line.text)));
  });
}

function readFront(parts: readonly Part[], mender: Mender, used: Set<Line>) {
  const firstTable = parts.findIndex((part) => part.kind === 'plan' || part.kind === 'courses');
  const before = parts.slice(0, firstTable < 0 ? parts.length : firstTable);
  const lines = before.flatMap((part) =>
    part.kind === 'line' ? [part.line] : part.kind === 'unknown' ? passportLines(part.grid) : [],
  );
  const mended = lines.map((line) => ({ ...line, text: mender.mend(line.text) }));
  const take = (indexes: Iterable<number>) => {
    for (const index of indexes) used.add(lines[index] as Line);
  };
  const stamp = readStamp(mended.map((line) => line.text));
  take(stamp.used);
  const heading = lines.indexOf(firstHeading(parts) as Line);
  const aboveHeading = readTitle(mended, stamp.end, heading < 0 ? lines.length : heading);
  const inText = aboveHeading.title === null ? readTitle(mended, stamp.end) : aboveHeading;
  const { title, used: titleLines } = preferred(inText, passportTitle(mended));
  take(titleLines);
  const lastTitleLine = Math.max(-1, ...titleLines);
  const firstBelow = lastTitleLine + 1;
  const below = mended.slice(firstBelow);
  const stated = statedPurpose(mended, stamp.end, firstBelow);
  take(stated.used);
  const { purpose } = stated;
  const titlePeriod = readPeriod(title, stamp.approval?.date ?? null);
  const ownLine = titlePeriod === null ? readStatedPeriod(below.map((line) => line.text)) : null;
  take((ownLine?.used ?? []).map((index) => index + firstBelow));
  return {
    title: title === null ? null : mender.mend(title),
    period: titlePeriod ?? ownLine?.period ?? null,
    approval: stamp.approval,
    goal: purpose.goal,
    tasks: purpose.tasks,
  };
}

/** Below the title; an explanatory note above it states them too. */
function statedPurpose(lines: readonly Line[], from: number, firstBelow: number) {
  for (const [start, end] of [
    [firstBelow, lines.length],
    [from, firstBelow],
  ] as const) {
    const purpose = readPurpose(lines.slice(start, end));
    if (purpose.used.size > 0) return { purpose, used: [...purpose.used].map((index) => index + start) };
  }
  return { purpose: { goal: null, tasks: [] }, used: [] };
}

/** The heading above the passport, unless it only says that a passport follows. */
function preferred(inText: Title, passport: Title | null): Title {
  if (passport === null) return inText;
  const isWhole = inText.title !== null && !/паспорт/i.test(inText.title) && inText.title.split(' ').length >= 5;
  return isWhole && Math.max(...inText.used) < Math.min(...passport.used) ? inText : passport;
}

const NAME_LABEL = /^(?:полное\s+)?(?:наименование|название)\s+(?:программы|плана|документа|дорожной карты):$/i;

/** A passport names the programme in a row of its own. */
function passportTitle(lines: readonly Line[]): Title | null {
  const label = lines.findIndex((line) => NAME_LABEL.test(line.text));
  const named = lines[label + 1];
  return label < 0 || named === undefined ? null : { title: named.text, used: new Set([label, label + 1]) };
}

/** A passport («Цель | …», «Задачи | …») reads as lines: the label with a colon, then the words. */
function passportLines(grid: Grid): Line[] {
  return grid.rows.flatMap((row) => {
    const [label, ...values] = filledCells(row).filter((cell) => !/^\d+[.)]?$/.test(cellText(cell)));
    const [first] = label?.lines ?? [];
    if (first === undefined) return [];
    return [{ ...first, text: `${cellText(label).replace(/[\s:]+$/, '')}:` }, ...values.flatMap((cell) => cell.lines)];
  });
}

function readGlossaries(parts: readonly Part[], used: Set<Line>) {
  const entries: PlanReading['glossary'] = [];
  let run: Line[] = [];
  const finish = () => {
    const found = readGlossary(run.map((line) => line.text));
    for (const index of found.used) used.add(run[index] as Line);
    entries.push(...found.entries);
    run = [];
  };
  for (const [index, part] of parts.entries()) {
    if (part.kind === 'line' && !used.has(part.line)) run.push(part.line);
    else if (part.kind !== 'line') finish();
    if (part.kind === 'unknown') {
      const above = parts[index - 1];
      const heading = above?.kind === 'line' && isGlossaryHeading(above.line.text) ? [above.line] : [];
      const table = readGlossary([...heading.map((line) => line.text), ...part.grid.rows.map(asEntry)]);
      const lines = [heading, ...part.grid.rows.map((row) => filledCells(row).flatMap((cell) => cell.lines))];
      for (const at of table.used) for (const line of lines[at + 1 - heading.length] ?? []) used.add(line);
      entries.push(...table.entries);
    }
  }
  finish();
  return entries;
}

/** «ОО | образовательная организация» in a table of abbreviations. */
function asEntry(row: Grid['rows'][number]): string {
  return filledCells(row)
    .map(cellText)
    .filter((text) => !/^\d+[.)]?$/.test(text))
    .map((text) => text.replace(/\s*[-–—:]\s*$/, ''))
    .join(' – ');
}

function readBody(parts: readonly Part[], used: Set<Line>): { rows: RowReader; courses: CourseReader } {
  const rows = new RowReader();
  const courses = new CourseReader();
  const first = firstHeading(parts);
  let above: Line[] = [];
  let plans = 0;
  for (const part of parts) {
    if (part.kind === 'line') {
      if (!used.has(part.line)) above.push(part.line);
      // What stands above the title (the menu of a web page, the text of an order) heads no section.
      else if (plans === 0) above = [];
      continue;
    }
    if (part.kind === 'plan') {
      const headings = headingsBefore(above, plans === 0 && !above.includes(first as Line));
      for (const heading of headings) rows.sections.begin(heading.text, 'heading', heading.number);
      markUsed(above, headings, used);
      rows.read(part);
      plans++;
    } else if (part.kind === 'courses') {
      const title = above.at(-1);
      if (title) used.add(title);
      courses.read(part, title?.text ?? null);
    }
    above = [];
  }
  return { rows, courses };
}

/** A heading may have been joined from two lines, so its words decide. */
function markUsed(lines: readonly Line[], headings: readonly Line[], used: Set<Line>): void {
  for (const line of lines) if (headings.some((heading) => heading.text.includes(line.text))) used.add(line);
}

function leftOver(parts: readonly Part[], used: ReadonlySet<Line>): { where: string; text: string }[] {
  const left: { where: string; text: string }[] = [];
  let tables = 0;
  for (const part of parts) {
    const where = tables === 0 ? 'перед таблицей' : `после таблицы ${tables}`;
    if (part.kind === 'line') {
      if (!used.has(part.line)) left.push({ where, text: printedText(part.line) });
    } else if (part.kind === 'unknown') {
      for (const row of part.grid.rows) {
        const cells = filledCells(row);
        // A row of a passport whose words became the goal or the tasks is understood.
        if (cells.some((cell) => cell.lines.some((line) => used.has(line)))) continue;
        left.push({ where: 'таблица, смысл которой не распознан', text: cells.map(cellText).join(' | ') });
      }
    } else tables = Math.max(tables, part.table);
  }
  return left.filter(({ text }) => text !== '');
}
