/** What the roots use of tokens. */
export { createToken, noteTokenUse } from './commands/tokens.ts';
export { actingByToken, bearerOf } from './queries/acting.ts';
