/** What the roots use of tokens. */
export { createToken, noteTokenUse } from './commands/tokens.ts';
export { actingByToken, bearerOf, saidBearer } from './queries/acting.ts';
