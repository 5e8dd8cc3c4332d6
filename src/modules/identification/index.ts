/** What other modules may use of identification. */
export * from './contract.ts';
export { identify, type IdentificationBody } from './engine/identify.ts';
export { sensitivity, type Sensitivity } from './engine/sensitivity.ts';
export { type ResultsTable, tableOf } from './engine/table.ts';
export { type MethodologySource, type Settings, withSettings } from './methodology/parameters.ts';
export type { Methodology, PermittedUse } from './methodology/schema.ts';
export { shippedMethodology } from './methodology/shipped.ts';
