/** What other modules may use of assessments. */
export * from './procedure.ts';
export { subjectNamed, subjectOfGiaCode } from './subjects.ts';
