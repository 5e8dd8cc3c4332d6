/** What other modules may use of execution. */
export {
  type Standing,
  STANDINGS,
  standingAsOf,
  standingOf,
  type Totals,
  activeCount,
  addTotals,
  doneCount,
  provesResult,
} from './domain.ts';
export {
  type DocumentReference,
  type Execution,
  type ExecutionMark,
  type ExecutionRow,
  executionRows,
} from './queries/report.ts';
export { type TodayGroup, type TodayItem, todayFor } from './queries/today.ts';
export { countStandings, doneBy, hasStanding } from './queries/standing.ts';
