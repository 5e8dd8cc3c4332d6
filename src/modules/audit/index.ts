/** What other modules may use of the journal. */
export { eventsOf, type ObjectEvent } from './object-history.ts';
export { eraseJournalOf } from './commands/erase.ts';
