/** What files tell of schools beside results: the context questionnaire, the social passport, the Olympiad. Counts only. */
import type { ContextRecord, OlympiadRecord, PassportRecord } from '../contract.ts';
import { schoolKey } from './school-key.ts';

export type SchoolFacts =
  | { kind: 'context'; records: ContextRecord[] }
  | { kind: 'passport'; records: PassportRecord[] }
  | { kind: 'olympiad'; records: OlympiadRecord[] };

export type ContextRow = {
  school_key: string;
  year: number;
  source: 'questionnaire' | 'passport';
  facts: Record<string, unknown>;
};
export type OlympiadRow = {
  school_key: string;
  year: number;
  stage: string;
  subject: string;
  participants: number;
  winners: number | null;
};

/** Calendar year in which the school year ends: as years of procedures go. */
function yearOfSchoolYear(begins: number | null): number | null {
  return begins === null ? null : begins + 1;
}

/** The last row of a school holds; a row without a year takes that of the import. */
export function contextRows(facts: SchoolFacts, otherwise: number | null): ContextRow[] {
  if (facts.kind === 'olympiad') return [];
  const found = new Map<string, ContextRow>();
  for (const { school, sourceRow: _row, ...record } of facts.records) {
    const year = ('schoolYear' in record ? yearOfSchoolYear(record.schoolYear) : record.year) ?? otherwise;
    if (year === null) continue;
    const source = facts.kind === 'context' ? 'questionnaire' : 'passport';
    const key = schoolKey(school.login, 'ВПР');
    found.set(`${key} ${year}`, { school_key: key, year, source, facts: { name: school.name, ...record } });
  }
  return [...found.values()];
}

/** Grades of a school are added up. */
export function olympiadRows(facts: SchoolFacts, otherwise: number | null): OlympiadRow[] {
  if (facts.kind !== 'olympiad') return [];
  const found = new Map<string, OlympiadRow>();
  for (const { school, schoolYear, stage, subject, subjectAsWritten, participants, prizes, winners } of facts.records) {
    const year = yearOfSchoolYear(schoolYear) ?? otherwise;
    if (year === null || participants === null) continue;
    const row: OlympiadRow = {
      school_key: schoolKey(school.login, 'ВПР'),
      year,
      stage: stage ?? 'school',
      subject: subject ?? subjectAsWritten,
      participants: 0,
      winners: null,
    };
    const key = `${row.school_key} ${year} ${row.stage} ${row.subject}`;
    const known = found.get(key) ?? row;
    const won = winners === null && prizes === null ? null : (winners ?? 0) + (prizes ?? 0);
    known.participants += participants;
    if (won !== null) known.winners = Math.min(known.participants, (known.winners ?? 0) + won);
    found.set(key, known);
  }
  return [...found.values()];
}
