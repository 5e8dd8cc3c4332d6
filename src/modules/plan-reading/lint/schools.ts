import type { Issue } from '#kernel/issue.ts';
import { normaliseOrganisationName } from '#kernel/organisation-name.ts';
import type { SchoolReference } from '../contract.ts';
import { findSchools } from '../parties/schools.ts';
import { issue, placeOf, type Row, type Rule } from './place.ts';

/** Shorter lists name single schools, not the group that the plan is about. */
const SHORTEST_LIST = 5;
/** Lists that share this much are meant to be the same list. */
const MEANT_SAME = 0.6;
const GROUPS_COMPARED = 30;

type List = { row: Row; keys: Map<string, string> };

export const checkSchools: Rule = ({ rows, acronyms }) => {
  const lists = rows.flatMap((row) => listsOf(row, acronyms));
  return [...contradictions(lists), ...rows.flatMap((row) => countsOf(row, acronyms))];
};

function listsOf(row: Row, acronyms: ReadonlySet<string>): List[] {
  const { measure } = row;
  const groups = [
    measure.schools ?? [],
    findSchools(measure.execution?.text ?? '', acronyms),
    ...measure.responsible.map((party) => party.schools ?? []),
  ];
  return groups.filter((schools) => schools.length >= SHORTEST_LIST).map((schools) => ({ row, keys: keysOf(schools) }));
}

function keysOf(schools: readonly SchoolReference[]): Map<string, string> {
  return new Map(schools.map((school) => [normaliseOrganisationName(school.name), school.number ?? school.name]));
}

/** One list under two guises: what is compared is the first list of its kind. */
function contradictions(lists: readonly List[]): Issue[] {
  const references: List[] = [];
  const differing = new Map<Row, { reference: List; missing: Set<string>; extra: Set<string> }>();
  for (const list of lists) {
    const reference = references.find((candidate) => overlap(candidate, list) >= MEANT_SAME);
    if (reference === undefined) {
      if (references.length < GROUPS_COMPARED) references.push(list);
      continue;
    }
    const missing = [...reference.keys].filter(([key]) => !list.keys.has(key)).map(([, name]) => name);
    const extra = [...list.keys].filter(([key]) => !reference.keys.has(key)).map(([, name]) => name);
    if (missing.length + extra.length === 0) continue;
    const entry = differing.get(list.row) ?? { reference, missing: new Set(), extra: new Set() };
    for (const name of missing) entry.missing.add(name);
    for (const name of extra) entry.extra.add(name);
    differing.set(list.row, entry);
  }
  return [...differing].map(([row, { reference, missing, extra }]) => {
    const number = reference.row.measure.number ?? reference.row.measure.position;
    const parts = [
      missing.size > 0 ? `нет ${inOrder(missing)}` : '',
      extra.size > 0 ? `сверх него ${inOrder(extra)}` : '',
    ];
    return issue(
      'warning',
      'schools-contradict',
      placeOf(row, null),
      `Список школ расходится со списком в строке ${number}: ${parts.filter(Boolean).join('; ')}.`,
      'Сверьте списки с приказом об утверждении перечня школ.',
    );
  });
}

function inOrder(names: ReadonlySet<string>): string {
  return [...names].sort((a, b) => a.localeCompare(b, 'ru', { numeric: true })).join(', ');
}

function overlap(a: List, b: List): number {
  const [small, large] = a.keys.size <= b.keys.size ? [a, b] : [b, a];
  let common = 0;
  for (const key of small.keys.keys()) if (large.keys.has(key)) common++;
  return common / small.keys.size;
}

const STATED =
  /(\d{1,3})\s+(?:школ[аы]?|учреждени[йея]|организаци[йия]|ОО|ОУ|МОУ)(?![а-яё])[^.;()]{0,120}\(([^()]*№[^()]*)\)/g;

/** «16 школ (МОУ №№ …)»: as many as are named? */
function countsOf(row: Row, acronyms: ReadonlySet<string>): Issue[] {
  return [row.measure.text, row.measure.execution?.text ?? ''].flatMap((text) =>
    [...text.matchAll(STATED)].flatMap(([, stated = '', list = '']) => {
      const named = findSchools(list, acronyms).length;
      if (named === Number(stated)) return [];
      return [
        issue(
          'warning',
          'schools-count-differs',
          placeOf(row, null),
          `Указано школ: ${stated}, а перечислено: ${named}.`,
          'Проверьте список школ.',
        ),
      ];
    }),
  );
}
