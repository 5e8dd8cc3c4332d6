/** What other modules may use of people. */
export { createUser, type NewUser, type RoleGrant } from './commands/accounts.ts';
export { accountOf, ROLE_NAMES } from './domain.ts';
export { operator } from './queries/operator.ts';
export { administeredScope } from './policy.ts';
export { type Preferences, preferencesOf } from './commands/profile.ts';
export { holdersOf, type UserRow, userById, usersIn } from './queries/people.ts';
