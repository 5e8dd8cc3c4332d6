/**
 * Groups of similar schools where nobody has stated clusters: by what is known of every school beside its results, from
 * the register and the social passports. Results themselves never shape the groups.
 */
import { similarSchools } from '#stats/context/similar-schools.ts';
import { memo, orNull } from './memo.ts';
import { largestCohorts, type ResultsTable } from './table.ts';

/** Equal weights where a region has not set its own: nobody has published others. */
export const USUAL_VARIABLES = [
  { name: 'lowIncome', weight: 1 },
  { name: 'singleParent', weight: 1 },
  { name: 'unemployed', weight: 1 },
  { name: 'supervised', weight: 1 },
  { name: 'higherEducation', weight: -1 },
];

type SimilarGroups = {
  groups: (string | null)[];
  /** What the groups stand on, or what they lack; in Russian. */
  note: string;
};

/** A group is to have schools enough to compare with. */
const SCHOOLS_PER_GROUP = 15;
const MOST_GROUPS = 6;
/** A variable that fewer of the schools have would leave the others without a group. */
const KNOWN_OF_MOST = 0.7;

const WORDS: Record<string, string> = {
  cohort: 'величина школы',
  rural: 'село или город',
  lowIncome: 'малообеспеченные семьи',
  singleParent: 'неполные семьи',
  unemployed: 'неработающие родители',
  supervised: 'учёт',
  higherEducation: 'родители с высшим образованием',
};

export function similarGroups(table: ResultsTable): SimilarGroups {
  return memo(table, 'similar', () => {
    const cohorts = largestCohorts(table);
    const variables = [
      { name: 'cohort', of: (j: number) => Math.log(Math.max(1, cohorts[j] as number)) },
      { name: 'rural', of: (j: number) => ruralOf(table.schools[j]?.settlement ?? null) },
      ...USUAL_VARIABLES.map(({ name }) => ({
        name,
        of: (j: number) => table.schools[j]?.variables[name] ?? Number.NaN,
      })),
    ].flatMap(({ name, of }) => {
      const values = table.schools.map((_, j) => of(j));
      const known = values.filter((value) => Number.isFinite(value));
      const varies = known.some((value) => value !== known[0]);
      return varies && known.length >= KNOWN_OF_MOST * values.length ? [{ name, values }] : [];
    });
    const complete = [...table.schools.keys()].filter((j) =>
      variables.every(({ values }) => Number.isFinite(values[j])),
    );
    const count = Math.min(MOST_GROUPS, Math.floor(complete.length / SCHOOLS_PER_GROUP));
    const nobody = table.schools.map(() => null);
    // Size alone says nothing of the conditions in which a school works.
    if (variables.every(({ name }) => name === 'cohort'))
      return {
        groups: nobody,
        note: 'Кластеры неизвестны: нет ни столбца «Кластер», ни социальных паспортов, ни типа населённого пункта. Загрузите социальные паспорта школ.',
      };
    if (count < 2)
      return {
        groups: nobody,
        note: `Кластеры не построить: сведения есть о ${complete.length} школах, нужно не менее ${2 * SCHOOLS_PER_GROUP}. Загрузите социальные паспорта школ.`,
      };
    const found = orNull(() =>
      similarSchools(
        variables.map(({ name, values }) => ({
          name,
          values: Float64Array.from(complete, (j) => values[j] as number),
        })),
        count,
      ),
    );
    const groups: (string | null)[] = [...nobody];
    complete.forEach((j, k) => {
      groups[j] = found === null ? null : `похожие школы ${(found.groups[k] as number) + 1}`;
    });
    return {
      groups,
      note: `Кластеры не заданы: построено групп похожих школ – ${count}, по признакам: ${variables.map(({ name }) => WORDS[name]).join(', ')}.`,
    };
  });
}

function ruralOf(settlement: string | null): number {
  return settlement === null ? Number.NaN : settlement === 'село' ? 1 : 0;
}
