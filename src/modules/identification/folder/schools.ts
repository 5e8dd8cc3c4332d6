/** The schools of a run: whoever occurs in the files, under the name and login of the newest year, and what the register adds. */
import { normaliseOrganisationName } from '#kernel/organisation-name.ts';
import type { Procedure } from '#modules/assessments/index.ts';
import type { ResultSchool } from '#modules/results/contract.ts';
import type { IdentifiedSchool } from '../contract.ts';
import { schoolKey } from '../engine/table.ts';
import type { RegisterRow } from './register.ts';

export type SeenSchools = { procedure: Procedure; schools: readonly ResultSchool[] };

/**
 * Codes of state exams are other numbers than logins. A school of an exam file is the one that has the same name in the
 * same municipality in the other files; where names do not tell, the one that the register or the questionnaire gives
 * the code to. What fits two schools fits neither.
 */
export function keyIn(
  register: ReadonlyMap<string, RegisterRow>,
  seen: readonly SeenSchools[],
): (school: ResultSchool, procedure: Procedure) => string {
  const codes = { ОГЭ: ownersBy(register, 'ogeCode'), ЕГЭ: ownersBy(register, 'egeCode') };
  const names = ownersByName(register, seen);
  return ({ login, name, municipality }, { kind }) => {
    const key = schoolKey(login);
    if ((kind !== 'ОГЭ' && kind !== 'ЕГЭ') || /^(?:sch|edu)\d/i.test(login.trim())) return key;
    return (name === null ? null : names.get(nameOf(name, municipality))) ?? codes[kind].get(key) ?? key;
  };
}

export function identifiedSchools(
  seen: readonly SeenSchools[],
  register: ReadonlyMap<string, RegisterRow>,
): IdentifiedSchool[] {
  const keyOf = keyIn(register, seen);
  const schools = new Map<string, IdentifiedSchool>();
  const newestFirst = [...seen].sort(
    (a, b) => b.procedure.year - a.procedure.year || a.procedure.round.localeCompare(b.procedure.round, 'en'),
  );
  // Logins of ФИС ОКО name a school better than codes of exams do.
  for (const exams of [false, true])
    for (const { procedure, schools: own } of newestFirst) {
      if (exams !== (procedure.kind === 'ОГЭ' || procedure.kind === 'ЕГЭ')) continue;
      for (const school of own) {
        const { login, name, municipality } = school;
        const key = keyOf(school, procedure);
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
    if (!row) {
      schools.set(key, { ...school, type: typeIn(school.name) });
      continue;
    }
    schools.set(key, {
      ...school,
      name: school.name ?? row.name ?? null,
      municipality: school.municipality ?? row.municipality ?? null,
      type: row.type ?? typeIn(school.name ?? row.name ?? null),
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

/** Where nobody states the type, a name that holds it does. */
function typeIn(name: string | null): string | null {
  const found = /(?<![а-яё])(вечерн|коррекционн|гимнази|лице)/i.exec(name ?? '')?.[1]?.toLowerCase();
  return found === undefined ? null : (TYPES[found] ?? null);
}

const TYPES: Record<string, string> = {
  вечерн: 'вечерняя',
  коррекционн: 'коррекционная',
  гимнази: 'гимназия',
  лице: 'лицей',
};

function ownersBy(register: ReadonlyMap<string, RegisterRow>, field: 'ogeCode' | 'egeCode'): Map<string, string> {
  return unique(
    [...register].flatMap(([key, row]) => (row[field] === undefined ? [] : [[schoolKey(row[field]), key]])),
  );
}

function ownersByName(register: ReadonlyMap<string, RegisterRow>, seen: readonly SeenSchools[]): Map<string, string> {
  const pairs = seen
    .filter(({ procedure: { kind } }) => kind !== 'ОГЭ' && kind !== 'ЕГЭ')
    .flatMap(({ schools }) => schools)
    .flatMap(({ login, name, municipality }) =>
      name === null ? [] : [[nameOf(name, municipality), schoolKey(login)] as [string, string]],
    );
  const registered = [...register].flatMap(([key, { name, municipality }]) =>
    name === undefined ? [] : [[nameOf(name, municipality ?? null), key] as [string, string]],
  );
  return unique([...pairs, ...registered]);
}

/** «Приозёрский район» and «район Приозёрский» are not told apart from each other, two schools № 1 of two districts are. */
function nameOf(name: string, municipality: string | null): string {
  return `${normaliseOrganisationName(name)}@${municipality === null ? '' : normaliseOrganisationName(municipality)}`;
}

function unique(pairs: readonly (readonly string[])[]): Map<string, string> {
  const owners = new Map<string, string | null>();
  for (const [name = '', key = ''] of pairs)
    owners.set(name, owners.has(name) && owners.get(name) !== key ? null : key);
  return new Map([...owners].filter((entry): entry is [string, string] => entry[1] !== null));
}
