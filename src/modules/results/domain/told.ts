/** What a school says of itself on a page: counts that cannot be are told, the rest is kept as a file would give it. */
import type { PassportRecord } from '../contract.ts';
import { PASSPORT_COLUMNS, type PassportKey } from '../reading/templates.ts';

export type ToldProblem = { field: string; text: string };
type CountKey = Exclude<PassportKey, 'year'>;
export const PASSPORT_COUNTS = PASSPORT_COLUMNS.filter(
  (column): column is Extract<(typeof PASSPORT_COLUMNS)[number], { key: CountKey }> => column.key !== 'year',
);

export type PassportCounts = Pick<PassportRecord, CountKey>;

/** Texts of a form → counts; an empty field is not known. */
export function passportFrom(texts: Readonly<Record<string, string>>): {
  counts: PassportCounts;
  problems: ToldProblem[];
} {
  const problems: ToldProblem[] = [];
  const counts = Object.fromEntries(
    PASSPORT_COUNTS.map(({ key }) => [key, countFrom(texts[key] ?? '', key, problems)]),
  ) as PassportCounts;
  const { pupils } = counts;
  if (pupils === null && problems.length === 0)
    problems.push({
      field: 'pupils',
      text: 'Укажите, сколько в школе обучающихся: остальное сравнивается с этим числом.',
    });
  for (const { key, header } of PASSPORT_COUNTS) {
    const count = counts[key];
    if (pupils !== null && count !== null && count > pupils)
      problems.push({ field: key, text: `«${header}»: ${count} больше, чем обучающихся в школе (${pupils}).` });
  }
  return { counts, problems };
}

export const STAGES = [
  { value: 'school', label: 'школьный' },
  { value: 'municipal', label: 'муниципальный' },
  { value: 'regional', label: 'региональный' },
  { value: 'final', label: 'заключительный' },
] as const;

const LONGEST_SUBJECT = 100;

export type OlympiadRowTold = { stage: string; subject: string; participants: number; winners: number | null };

/** Rows without participants are none; a subject stands once a stage. */
export function olympiadsFrom(rows: readonly Record<'stage' | 'subject' | 'participants' | 'winners', string>[]): {
  told: OlympiadRowTold[];
  problems: ToldProblem[];
} {
  const problems: ToldProblem[] = [];
  const told: OlympiadRowTold[] = [];
  rows.forEach((row, index) => {
    if (row.participants.trim() === '' && row.winners.trim() === '') return;
    const field = (name: string) => `row-${index}-${name}`;
    const before = problems.length;
    const participants = countFrom(row.participants, field('participants'), problems);
    const winners = countFrom(row.winners, field('winners'), problems);
    const stage = STAGES.find(({ value }) => value === row.stage)?.value;
    // Our code, or the words of a subject without assessments, as files have them.
    const subject = row.subject.trim().slice(0, LONGEST_SUBJECT);
    if (!subject) problems.push({ field: field('subject'), text: 'Выберите предмет.' });
    if (!stage) problems.push({ field: field('stage'), text: 'Выберите этап.' });
    if (participants !== null && winners !== null && winners > participants)
      problems.push({
        field: field('winners'),
        text: `Победителей и призёров ${winners}, а участников ${participants}.`,
      });
    if (problems.length > before || participants === null || !subject || !stage) return;
    if (told.some((one) => one.stage === stage && one.subject === subject))
      problems.push({
        field: field('subject'),
        text: 'Этот предмет и этап уже есть выше: сложите числа в одной строке.',
      });
    else told.push({ stage, subject, participants, winners });
  });
  return { told, problems };
}

export function countFrom(text: string, field: string, problems: ToldProblem[]): number | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (/^\d{1,6}$/.test(typed)) return Number(typed);
  problems.push({ field, text: `«${typed}» — не число. Нужно целое число, например 12.` });
  return null;
}
