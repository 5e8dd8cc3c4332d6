export type * from './contract.ts';
export * from './deadlines/index.ts';
export { readParty } from './parties/index.ts';
export { readPlan } from './read-plan.ts';
export { planSchema } from './schema.ts';
