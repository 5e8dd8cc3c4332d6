/** What other modules may use of people. */
export { preferencesOf } from './commands/profile.ts';
export { administeredScope } from './policy.ts';
export { ROLE_NAMES } from './domain.ts';
export { operator } from './queries/operator.ts';
