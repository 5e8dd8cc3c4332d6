/** What other modules may use of results. */
export * from './contract.ts';
export { readResultFile, type ReadResultOptions, type ResultReading } from './reading/read-result-file.ts';
