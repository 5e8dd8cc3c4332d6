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
  needed: key === 'participants' || key === 'winners',
}));
const STAGES: [RegExp, OlympiadRecord['stage']][] = [
  [/школьн/i, 'school'],
  [/муницип/i, 'municipal'],
  [/регион/i, 'regional'],
  [/заключ|всеросс/i, 'final'],
];

function stageOf(text: string): OlympiadRecord['stage'] {
  return STAGES.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

export function readOlympiad(book: DataBook, path: string, issues: IssueList): Omit<OlympiadFile, 'issues'> | null {
  for (const sheet of book.sheets) {
    const table = readSchoolTable<OlympiadKey>(sheet, COLUMNS, issues);
    if (!table) continue;
    const keys: OlympiadKey[] = ['year', 'stage', 'subject', 'grade'];
    const rows = onceEach(table, (row) => [row.school.login, ...keys.map((key) => row.text(key))].join(' '), issues);
    // «Школьный этап ВсОШ 2020.xlsx»: the stages are held inside one school year, the school one in autumn.
    const around = [table.title, sheet.name, path].join(' ');
    return { format: 'olympiad', records: rows.map((row) => recordOf(row, around, issues)), counts: table.counts };
  }
  return null;
}

function recordOf(row: SchoolRow<OlympiadKey>, around: string, issues: IssueList): OlympiadRecord {
  const stage = stageOf(row.text('stage') || around);
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
    schoolYear: schoolYearOf(row.text('year') || around),
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
