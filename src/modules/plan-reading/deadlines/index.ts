/**
 * The grammar of deadlines in official Russian.
 *
 * text → tokens (tokens.ts, vocabulary.ts) → clauses (grammar.ts: spans, rhythms, phrases) → one reading (finish.ts)
 * → the public structure (structure.ts), good Russian (print.ts) or due windows (occurrences.ts).
 */
export { type Occurrence, occurrences, type OccurrenceOptions } from './occurrences.ts';
export { printDeadline } from './print.ts';
export { parseDeadline } from './read.ts';
