/** What other modules may use of notifications. */
export { type Notice, notify } from './commands.ts';
export { mayReadOutbox } from './policy.ts';
export { unreadCount } from './queries.ts';
