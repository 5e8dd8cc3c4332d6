/** What other modules may use of identification. */
export * from './contract.ts';
export { agree, answerRemark, remark, sendForAgreement } from './commands/agreement.ts';
export { executeRun } from './commands/execute-run.ts';
export { addSchoolByHand, approveList, createListFromRun, releaseSchools } from './commands/lists.ts';
export { requestRun } from './commands/runs.ts';
export { startSupport } from './commands/support.ts';
export { listDetail } from './queries/lists.ts';
export { identify, type IdentificationBody } from './engine/identify.ts';
export { sensitivity, type Sensitivity } from './engine/sensitivity.ts';
export { type ResultsTable, tableOf } from './engine/table.ts';
export { type MethodologySource, type Settings, withSettings } from './methodology/parameters.ts';
export type { Methodology } from './methodology/schema.ts';
export { shippedMethodology } from './methodology/shipped.ts';
