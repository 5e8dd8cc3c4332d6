/** The grammar of deadlines in official Russian. */
export { type Occurrence, occurrences, type OccurrenceOptions } from './occurrences.ts';
export { printDeadline } from './print.ts';
export { parseDeadline } from './read.ts';
