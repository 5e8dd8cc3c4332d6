/** What other modules may use of execution. */
export { addTotals, type Standing, STANDINGS, type Totals } from './domain.ts';
export {
  type DocumentReference,
  type Execution,
  type ExecutionMark,
  type ExecutionRow,
  executionRows,
} from './queries/report.ts';
export { maySetExecution } from './policy.ts';
export { countStandings, doneBy, hasStanding } from './queries/standing.ts';
export { todayFor } from './queries/today.ts';
