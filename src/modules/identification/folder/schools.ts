/** The schools of a run: whoever occurs in the files, under the name and login of the newest year, and what the register adds. */
import type { Procedure } from '#modules/assessments/index.ts';
import type { ResultSchool } from '#modules/results/contract.ts';
import type { IdentifiedSchool } from '../contract.ts';
import { schoolKey } from '../engine/table.ts';
import type { RegisterRow } from './register.ts';

export type SeenSchools = { procedure: Procedure; schools: readonly ResultSchool[] };

/** Codes of state exams are other numbers than logins; where the register says whose they are, they are translated. */
export function keyIn(register: ReadonlyMap<string, RegisterRow>): (login: string, procedure: Procedure) => string {
  const oge = uniqueCodes(register, 'ogeCode');
  const ege = uniqueCodes(register, 'egeCode');
  return (login, { kind }) => {
    const key = schoolKey(login);
    if (kind === 'ОГЭ') return oge.get(key) ?? key;
    if (kind === 'ЕГЭ') return ege.get(key) ?? key;
    return key;
  };
}

export function identifiedSchools(
  seen: readonly SeenSchools[],
  register: ReadonlyMap<string, RegisterRow>,
): IdentifiedSchool[] {
  const keyOf = keyIn(register);
  const schools = new Map<string, IdentifiedSchool>();
  const newestFirst = [...seen].sort(
    (a, b) => b.procedure.year - a.procedure.year || a.procedure.round.localeCompare(b.procedure.round, 'en'),
  );
  // Logins of ФИС ОКО name a school better than codes of exams do.
  for (const exams of [false, true])
    for (const { procedure, schools: own } of newestFirst) {
      if (exams !== (procedure.kind === 'ОГЭ' || procedure.kind === 'ЕГЭ')) continue;
      for (const { login, name, municipality } of own) {
        const key = keyOf(login, procedure);
        const known = schools.get(key) ?? { ...UNKNOWN, key, id: login.trim() };
        schools.set(key, {
          ...known,
          name: known.name ?? name,
          municipality: known.municipality ?? municipality,
        });
      }
    }
  for (const [key, school] of schools) {
    const row = register.get(key);
    if (!row) continue;
    schools.set(key, {
      ...school,
      name: school.name ?? row.name ?? null,
      municipality: school.municipality ?? row.municipality ?? null,
      type: row.type ?? null,
      settlement: row.settlement ?? null,
      cluster: row.cluster ?? null,
      successor: row.successor ?? null,
      socialIndex: row.socialIndex ?? null,
      variables: row.variables,
    });
  }
  return [...schools.values()];
}

const UNKNOWN: Omit<IdentifiedSchool, 'key' | 'id'> = {
  name: null,
  municipality: null,
  type: null,
  settlement: null,
  cluster: null,
  successor: null,
  socialIndex: null,
  variables: {},
};

/** A code that two schools state belongs to neither. */
function uniqueCodes(register: ReadonlyMap<string, RegisterRow>, field: 'ogeCode' | 'egeCode'): Map<string, string> {
  const owners = new Map<string, string | null>();
  for (const [key, row] of register) {
    const code = row[field];
    if (code === undefined) continue;
    owners.set(schoolKey(code), owners.has(schoolKey(code)) ? null : key);
  }
  return new Map([...owners].filter((entry): entry is [string, string] => entry[1] !== null));
}
