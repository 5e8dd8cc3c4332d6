/** What other modules may use of integrity checks. */
export { checkIntegrity } from './commands/check.ts';
export { seesIntegrity } from './policy.ts';
export * from './contract.ts';
