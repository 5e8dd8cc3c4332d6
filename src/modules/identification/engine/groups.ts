/** Which schools are compared with each other. */
import type { GroupKind } from '../methodology/schema.ts';
import type { ResultsTable } from './table.ts';

/** Bounds of the largest cohort; half of the schools of a region have fewer than thirty pupils in their largest grade. */
const SIZES = [15, 30, 70];

/** A name of the group for each school; schools without the property make a group of their own. */
export function groupsOf(table: ResultsTable, among: GroupKind): string[] {
  switch (among) {
    case 'region':
      return table.schools.map(() => '');
    case 'municipality':
      return table.schools.map(({ municipality }) => municipality ?? '');
    case 'cluster':
      return table.schools.map(({ cluster }) => cluster ?? '');
    case 'school-type':
      return table.schools.map(({ type }) => type ?? '');
    case 'settlement':
      return table.schools.map(({ settlement }) => settlement ?? '');
    case 'size':
      return table.schools.map((_, j) => {
        const largest = table.works.reduce((most, work) => Math.max(most, work.n[j] as number), 0);
        return String(SIZES.filter((bound) => largest >= bound).length);
      });
  }
}
