/** What other modules may use of notifications. */
export { notify } from './commands.ts';
export { mayReadOutbox } from './policy.ts';
export { unreadCount } from './queries.ts';
