/** What the columns beside the points say of a pupil: class, gender, mark in the journal, presence. */
import type { IssueList, Place } from './issue-list.ts';
import type { Cells } from './cells.ts';
import { KINDS } from './issue-kinds.ts';

export const GENDER = { unknown: 0, female: 1, male: 2 } as const;

/** «отсутствовал», «не явился», «н/я». */
const ABSENT = /^(?:отсут|не ?(?:явил|участв|писал)|н\/ ?я|неявка)/i;
const NO_CLASS = /^(?:нет|-|—|0|без буквы)$/i;
const NO_MARK = /^(?:нет(?: отметки)?|none|н\/а|-|—|0|)$/i;
const LONGEST_CLASS = 12;

export function saysAbsent(text: string): boolean {
  return ABSENT.test(text);
}

export function genderOf(text: string): number | null {
  if (text === '') return GENDER.unknown;
  if (/^ж(?:ен(?:ский)?\.?)?$/i.test(text) || /^f(?:emale)?$/i.test(text)) return GENDER.female;
  if (/^м(?:уж(?:ской)?\.?)?$/i.test(text) || /^m(?:ale)?$/i.test(text)) return GENDER.male;
  return null;
}

/** «11А» and «а» of a grade are the same class; null when it is no class at all. */
export function klassOf(text: string, grade: number): string | null {
  if (text === '' || NO_CLASS.test(text)) return '';
  if (text.length > LONGEST_CLASS || !/[\p{L}\d]/u.test(text)) return null;
  const folded = text.toLowerCase().replace(/["'«»().\s-]/g, '');
  const letter = folded.startsWith(String(grade)) ? folded.slice(String(grade).length) : folded;
  // A lone «11» in the eleventh grade is a school with one class.
  return letter === '' ? String(grade) : letter;
}

/** The grade written before the letter: «11а» → 11; null where there is only a letter or only a number. */
export function gradeOfKlass(text: string): number | null {
  const grade = /^(1[01]|[1-9])[ -]?["«]?[а-яё]["»]?$/i.exec(text)?.[1];
  return grade ? Number(grade) : null;
}

/** Mark in the journal, 2…5; 0 where there is none; null for what is no mark. */
export function journalMarkOf(text: string): number | null {
  if (NO_MARK.test(text)) return 0;
  return /^[2-5]$/.test(text) ? Number(text) : null;
}

/** Gender and class together: in some rows the values slid one column to the right. */
export function readGenderAndKlass(
  cells: Cells,
  columns: { gender?: number; klass?: number },
  row: number,
  grade: number,
  issues: IssueList,
): { gender: number; klass: string } {
  const place = (column: number | undefined): Place => ({ sheet: cells.sheet.name, row, column });
  const genderText = cells.text(columns.gender ?? null, row);
  const klassText = cells.text(columns.klass ?? null, row);
  const gender = genderOf(genderText);
  const klassAsGender =
    columns.klass !== undefined && /^[жм]$/i.test(klassText) && genderText !== '' && gender === null;
  if (klassAsGender) {
    issues.add(KINDS.shifted, place(columns.klass));
    return { gender: genderOf(klassText)!, klass: '' };
  }
  if (gender === null) issues.add(KINDS.genderOdd, place(columns.gender), genderText);
  const klass = klassOf(klassText, grade);
  if (klass === null) issues.add(KINDS.klassOdd, place(columns.klass), klassText);
  return { gender: gender ?? GENDER.unknown, klass: klass ?? '' };
}
