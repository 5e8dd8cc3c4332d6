/**
 * A table of mark scales: «0–6 | 7–10 | 11–14 | 15–20» under «2» … «5», one work a row or one table a work. Official
 * tables have slips too (ВПР 2021, география, 8 класс: «5» from 35, «4» up to 35), so bounds are checked.
 */
import type { Issue } from '#kernel/issue.ts';
import { type Grid, gridsOf } from './grids.ts';
import { jsonOf } from './json.ts';

export type ScaleRow = {
  subject: string | null;
  paperGrade: number | null;
  maximum: number;
  least: { three: number; four: number; five: number };
};

export type ScaleReading = { scales: ScaleRow[]; issues: Issue[] };

type Range = { from: number; to: number };
const MARKS = ['2', '3', '4', '5'] as const;

export async function readScales(bytes: Uint8Array, fileName: string): Promise<ScaleReading> {
  const issues: Issue[] = [];
  const json = jsonOf(bytes);
  const scales =
    json === null
      ? (await gridsOf(bytes, fileName)).flatMap((grid) => scalesOf(grid, fileName, issues))
      : fromJson(json);
  if (scales.length === 0 && issues.length === 0)
    issues.push({
      severity: 'error',
      code: 'scale-table-missing',
      where: fileName,
      text: 'В файле нет таблицы перевода баллов в отметки.',
      advice: 'Нужны столбцы «2», «3», «4», «5» с границами вида «0–6»; можно добавить «Класс» и «Предмет».',
    });
  return { scales, issues };
}

function scalesOf({ title, rows }: Grid, fileName: string, issues: Issue[]): ScaleRow[] {
  const headerRow = rows.findIndex((row) => marksOf(row) !== null);
  if (headerRow < 0) return [];
  const header = rows[headerRow]!;
  const columns = marksOf(header)!;
  const subject = header.findIndex((text) => /предмет/i.test(text));
  const grade = header.findIndex((text) => /^класс$/i.test(text));
  return rows.slice(headerRow + 1).flatMap((row, index): ScaleRow[] => {
    const ranges = columns.map((column) => rangeOf(row[column] ?? ''));
    if (ranges.every((range) => range === null)) return [];
    const named = [row[subject] ?? '', row[grade] ? `${row[grade]} класс` : '']
      .filter((text) => text !== '')
      .join(', ');
    const where = [fileName, title && `«${title}»`, `строка ${headerRow + index + 2}`, named]
      .filter(Boolean)
      .join(', ');
    const least = leastOf(ranges, where, issues);
    if (!least) return [];
    return [{ subject: row[subject] || null, paperGrade: Number.parseInt(row[grade] ?? '', 10) || null, ...least }];
  });
}

/** Columns of «2», «3», «4», «5» in a header row. */
function marksOf(row: readonly string[]): number[] | null {
  const columns = MARKS.map((mark) => row.findIndex((text) => text.replace(/[«»"“”]/g, '').trim() === mark));
  return columns.every((column) => column >= 0) ? columns : null;
}

function rangeOf(text: string): Range | null {
  const range = /^(\d{1,3})\s*[-–—−]\s*(\d{1,3})/.exec(text);
  if (range) return { from: Number(range[1]), to: Number(range[2]) };
  const single = /^(\d{1,3})$/.exec(text);
  return single ? { from: Number(single[1]), to: Number(single[1]) } : null;
}

function leastOf(ranges: (Range | null)[], where: string, issues: Issue[]): Pick<ScaleRow, 'maximum' | 'least'> | null {
  const [two, three, four, five] = ranges;
  const problem = (severity: Issue['severity'], code: string, text: string, advice: string) =>
    issues.push({ severity, code, where, text, advice });
  const FIX = 'Сверьте строку с приказом или описанием работы и загрузите таблицу снова; строка пропущена.';
  if (!two || !three || !four || !five) {
    problem('error', 'scale-bound-missing', 'Не у каждой отметки есть границы вида «7–10».', FIX);
    return null;
  }
  const all = [two, three, four, five];
  if (
    all.some(({ from, to }) => from > to) ||
    all.some(({ from }, index) => index > 0 && from <= all[index - 1]!.from)
  ) {
    problem('error', 'scale-bounds-wrong', 'Границы отметок не возрастают.', FIX);
    return null;
  }
  if (two.from !== 0)
    problem('warning', 'scale-start', `Отметка «2» начинается с ${two.from}, а не с 0.`, 'Сверьте строку.');
  all.slice(1).forEach(({ from }, index) => {
    const before = all[index]!.to;
    const marks = `«${MARKS[index]}» кончается на ${before}, а «${MARKS[index + 1]}» начинается с ${from}`;
    if (from <= before)
      problem(
        'warning',
        'scale-overlap',
        `Границы перекрываются: ${marks}.`,
        `Принято, что «${MARKS[index + 1]}» с ${from}. Сверьте с официальным текстом.`,
      );
    else if (from > before + 1)
      problem(
        'warning',
        'scale-gap',
        `Между границами пропуск: ${marks}.`,
        `Принято, что «${MARKS[index + 1]}» с ${from}. Сверьте с официальным текстом.`,
      );
  });
  return { maximum: five.to, least: { three: three.from, four: four.from, five: five.from } };
}

/** Grade → subject → upper bounds of «2», «3», «4» and the maximum. */
function fromJson(json: unknown): ScaleRow[] {
  const grades = (json as { scales?: Record<string, Record<string, number[]>> }).scales ?? {};
  return Object.entries(grades).flatMap(([grade, subjects]) =>
    Object.entries(subjects).flatMap(([subject, [two, three, four, maximum]]): ScaleRow[] =>
      two === undefined || three === undefined || four === undefined || maximum === undefined
        ? []
        : [{ subject, paperGrade: Number(grade), maximum, least: { three: two + 1, four: three + 1, five: four + 1 } }],
    ),
  );
}
