/** The filters of the list of plans as they stand in the address; the page and the export read them alike. */
import { schoolYearPeriod } from '#kernel/school-year.ts';
import { PLAN_LEVELS } from '../../domain/levels.ts';
import { PLAN_STATES } from '../../domain/states.ts';
import { PLAN_SORTS, type PlanFilter, type PlanSort } from '../../queries/list.ts';
import { oneOf, whole } from './address.ts';

export function filterFrom(params: URLSearchParams, within: string | undefined): PlanFilter {
  const year = whole(params.get('year'), 0);
  return {
    ...(params.get('q') ? { text: params.get('q')! } : {}),
    level: oneOf(PLAN_LEVELS, params.get('level')),
    state: oneOf(PLAN_STATES, params.get('state')),
    within,
    ...(year > 1990 && year < 2100 ? { period: schoolYearPeriod(year) } : {}),
    models: params.get('models') !== null,
  };
}

export function sliceFrom(params: URLSearchParams): { sort: PlanSort; direction: 'asc' | 'desc' } {
  const sort = oneOf(PLAN_SORTS, params.get('sort'));
  return {
    sort: sort ?? 'updated',
    direction:
      params.get('direction') === 'asc' || (sort !== undefined && params.get('direction') !== 'desc') ? 'asc' : 'desc',
  };
}
