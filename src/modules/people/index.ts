/** What other modules may use of people. */
export { preferencesOf } from './commands/profile.ts';
export { administeredScope, mayOpenInEmergency } from './policy.ts';
export { accountOf, ROLE_NAMES } from './domain.ts';
export { operator } from './queries/operator.ts';
