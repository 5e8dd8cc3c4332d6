/** What other modules may use of assessments. */
export { type NamedProcedure, procedureNamed } from './named.ts';
export * from './procedure.ts';
export { subjectNamed, subjectOfGiaCode } from './subjects.ts';
export {
  type Certainty,
  isBelow,
  markByTotal,
  markOf,
  type PupilPoints,
  type Scale,
  type ScaleChoice,
  scaleFor,
  type SubScore,
} from './scale.ts';
export { SHIPPED_SCALES, shippedItems } from './reference/index.ts';
export { readWorks, type WorkDescription, type WorkItem } from './import/read-work.ts';
