/** Participation in the Olympiad by our template: counts per school, stage, subject and grade. */
import type { DataBook } from '#documents/read-sheets.ts';
import { subjectNamed } from '#modules/assessments/index.ts';
import type { OlympiadFile, OlympiadRecord } from '../contract.ts';
import { KINDS } from './issue-kinds.ts';
import type { IssueList } from './issue-list.ts';
import { schoolYearOf } from './read-passport.ts';
import { onceEach, readSchoolTable, type SchoolRow } from './school-table.ts';
import { OLYMPIAD_COLUMNS, type OlympiadKey } from './templates.ts';

const COLUMNS = OLYMPIAD_COLUMNS.map(({ key, known }) => ({
  key,
  header: known,
  needed: key === 'stage' || key === 'participants',
}));
const STAGES: [RegExp, OlympiadRecord['stage']][] = [
  [/школьн/i, 'school'],
  [/муницип/i, 'municipal'],
  [/регион/i, 'regional'],
  [/заключ|всеросс/i, 'final'],
];

export function readOlympiad(book: DataBook, issues: IssueList): Omit<OlympiadFile, 'issues'> | null {
  for (const sheet of book.sheets) {
    const table = readSchoolTable<OlympiadKey>(sheet, COLUMNS, issues);
    if (!table) continue;
    const keys: OlympiadKey[] = ['year', 'stage', 'subject', 'grade'];
    const rows = onceEach(table, (row) => [row.school.login, ...keys.map((key) => row.text(key))].join(' '), issues);
    return { format: 'olympiad', records: rows.map((row) => recordOf(row, issues)), counts: table.counts };
  }
  return null;
}

function recordOf(row: SchoolRow<OlympiadKey>, issues: IssueList): OlympiadRecord {
  const stage = STAGES.find(([pattern]) => pattern.test(row.text('stage')))?.[1] ?? null;
  if (stage === null) issues.add(KINDS.stageUnknown, row.place('stage'), row.text('stage'));
  const participants = row.count('participants');
  const within = (key: 'prizes' | 'winners') => {
    const count = row.count(key);
    if (count === null || participants === null || count <= participants) return count;
    issues.add(KINDS.countTooLarge, row.place(key), `${count} из ${participants}`);
    return null;
  };
  return {
    school: row.school,
    sourceRow: row.sourceRow,
    schoolYear: schoolYearOf(row.text('year')),
    stage,
    subject: subjectNamed(row.text('subject')),
    subjectAsWritten: row.text('subject'),
    grade: row.count('grade'),
    pupils: row.count('pupils'),
    participants,
    prizes: within('prizes'),
    winners: within('winners'),
  };
}
