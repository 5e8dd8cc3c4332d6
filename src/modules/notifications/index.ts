/** What other modules may use of notifications. */
export { type Notice, notify } from './commands.ts';
export { mayReadOutbox, unreadCount } from './queries.ts';
