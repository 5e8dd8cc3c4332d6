/** What other modules may use of identification. */
export * from './contract.ts';
export { compareIdentifications, type Comparison, type Moved } from './engine/compare.ts';
export { identify, type IdentificationBody } from './engine/identify.ts';
export { sensitivity, type Sensitivity } from './engine/sensitivity.ts';
export { type ResultsTable, schoolKey, tableOf } from './engine/table.ts';
export { METRIC_NAMES } from './engine/words.ts';
export { type MethodologySource, type Settings, withSettings } from './methodology/parameters.ts';
export { type Methodology, PERMITTED_USES, type PermittedUse } from './methodology/schema.ts';
export { shippedMethodologies, shippedMethodology } from './methodology/shipped.ts';
export { identification, identificationText } from './seal.ts';
