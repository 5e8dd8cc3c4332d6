/** Names of codes: a codifier in a table of its own, one code a row, beside the descriptions of works. */
import type { Grid } from './grids.ts';

export type TopicKind = 'КЭС' | 'КТ';
/** «КЭС 1.1» → «Натуральные числа»; null subject and grade: for all works of the file. */
export type Topic = { subject: string | null; paperGrade: number | null; name: string; words: string };

const CODE = /^код(?:ы)?(?: (?:кэс|кт|элемент\S*(?: содержания)?|(?:проверяем\S* )?требовани\S*))?$/i;
const WORDS =
  /^(?:название|наименование|тема|содержание|элемент содержания|проверяем\S+ (?:элемент|требовани)|требование)/i;
const KIND = /^(?:вид|тип)(?: кода)?$/i;

/** Null when the table is no codifier. */
export function topicsOf({ title, rows }: Grid): Topic[] | null {
  const headerRow = rows
    .slice(0, 10)
    .findIndex((row) => row.some((text) => CODE.test(text)) && row.some((text) => WORDS.test(text)));
  if (headerRow < 0) return null;
  const header = rows[headerRow]!;
  const at = (pattern: RegExp) => header.findIndex((text) => pattern.test(text));
  const [code, words, kind, subject, grade] = [at(CODE), at(WORDS), at(KIND), at(/^предмет$/i), at(/^класс$/i)];
  const usual: TopicKind = /(?:^|[^а-я])кт(?![а-я])|требов/i.test(`${header[code]} ${title}`) ? 'КТ' : 'КЭС';
  return rows.slice(headerRow + 1).flatMap((row): Topic[] => {
    const number = codeIn(row[code] ?? '');
    const named = row[words] ?? '';
    if (number === null || named === '') return [];
    const said = row[kind] ?? '';
    const of: TopicKind = /кт|требов/i.test(said) ? 'КТ' : /кэс|содерж/i.test(said) ? 'КЭС' : usual;
    return [
      {
        subject: row[subject] || null,
        paperGrade: Number.parseInt(row[grade] ?? '', 10) || null,
        name: `${of} ${number}`,
        words: named,
      },
    ];
  });
}

function codeIn(text: string): string | null {
  return /^(?:кэс|кт)?\s*(\d+(?:\.\d+)*)\.?$/i.exec(text)?.[1] ?? null;
}

/** The names that hold for one work: those of its own subject and grade before those of the whole file. */
export function topicsFor(
  topics: readonly Topic[],
  of: { subject: string | null; paperGrade: number | null },
): Record<string, string> {
  const same = (a: string | null, b: string | null) => a === null || b === null || a.toLowerCase() === b.toLowerCase();
  const fitting = topics.filter(
    ({ subject, paperGrade }) =>
      same(subject, of.subject) && (paperGrade === null || of.paperGrade === null || paperGrade === of.paperGrade),
  );
  const exactness = ({ subject, paperGrade }: Topic) => (subject === null ? 0 : 1) + (paperGrade === null ? 0 : 1);
  return Object.fromEntries(
    [...fitting].sort((a, b) => exactness(a) - exactness(b)).map(({ name, words }) => [name, words]),
  );
}
