/** Which schools are compared with each other. */
import type { GroupKind } from '../methodology/schema.ts';
import { memo } from './memo.ts';
import { similarGroups } from './similar.ts';
import { largestCohorts, type ResultsTable } from './table.ts';

/** Bounds of the largest cohort; half of the schools of a region have fewer than thirty pupils in their largest grade. */
const SIZES = [15, 30, 70];

/** A name of the group for each school; null where the property is not known: such a school is compared with nobody. */
export function groupsOf(table: ResultsTable, among: GroupKind): readonly (string | null)[] {
  return memo(table, `groups|${among}`, () => {
    switch (among) {
      case 'region':
        return table.schools.map(() => '');
      case 'municipality':
        return table.schools.map(({ municipality }) => municipality);
      case 'cluster': {
        const stated = table.schools.map(({ cluster }) => cluster);
        return stated.some((one) => one !== null) ? stated : similarGroups(table).groups;
      }
      case 'school-type':
        return table.schools.map(({ type }) => type);
      case 'settlement':
        return table.schools.map(({ settlement }) => settlement);
      case 'size':
        return Array.from(largestCohorts(table), (largest) => String(SIZES.filter((bound) => largest >= bound).length));
    }
  });
}
