/** What other modules may use of results. */
export * from './contract.ts';
export { readResultFile, type ReadResultOptions, type ResultReading } from './reading/read-result-file.ts';
export { hidesCount, isTooSmall, permittedUse, SMALLEST_SHOWN } from './domain/disclosure.ts';
export { pooled } from './domain/pool.ts';
export { personNamed } from './domain/pseudonym.ts';
export { listedByRule, type RuledProcedure } from './queries/lake-rule.ts';
export {
  type ResultInput,
  type ResultOrganisation,
  type ResultProcedure,
  type ResultsWanted,
  type SchoolResults,
  schoolResults,
} from './queries/school-results.ts';
export type { ColumnMapping } from './reading/mapping.ts';
export type { WorkFacts } from './reading/read-vpr.ts';
export { rollUp } from './roll-up.ts';
