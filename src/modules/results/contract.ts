/**
 * What a results file is once read, and what identification needs of it. Pupils are codes; rows are columns of
 * equal length, since a file holds up to hundreds of thousands of them.
 */
import type { Issue } from '#kernel/issue.ts';
import type { Procedure, SubjectCode } from '#modules/assessments/index.ts';

/** A school as result files name it, not yet matched with the register. */
export type ResultSchool = {
  /** 'sch220001', 'edu220001' (same digits: the same school) or the code of a ГИА file. */
  login: string;
  name: string | null;
  municipality: string | null;
};

/** Why an item has no points. */
export const ITEM_STATE = { scored: 0, notAttempted: 1, notTaught: 2, unreadable: 3, empty: 4 } as const;

export type ResultItem = {
  /** As in the file: '1', '11.1', '1К1'. */
  name: string;
  /** Largest number of points, where the file or the description of the work says it. */
  maximum: number | null;
};

export type PupilRows = {
  count: number;
  /** Row of the sheet, from 1, for issues. */
  sourceRow: Uint32Array;
  /** Index into `schools`. */
  school: Uint32Array;
  /** Unique inside school and work only. */
  pupil: string[];
  /** Letter or number of the class as written, folded; '' where absent. */
  klass: string[];
  /** 0 unknown, 1 female, 2 male. */
  gender: Uint8Array;
  variant: string[];
  /** 1: did not take part; excluded from every count but `absent`. */
  absent: Uint8Array;
  /** Primary points of the whole work; NaN where there are none. */
  total: Float64Array;
  /** Mark or, for ЕГЭ, the score on the 100-point scale, where the file itself gives it; NaN otherwise. */
  givenMark: Float64Array;
  /** Mark in the school journal for the last term, 2…5; 0 where absent. */
  journalMark: Uint8Array;
  /** Points of each item, by `items`; NaN where there are none. */
  itemPoints: Float32Array[];
  /** ITEM_STATE of each item, by `items`. */
  itemState: Uint8Array[];
};

export type ResultFile = {
  format: 'vpr-2020' | 'vpr-2021' | 'vpr-2022' | 'gia' | 'template' | 'oneroster';
  procedure: Procedure;
  items: ResultItem[];
  schools: ResultSchool[];
  rows: PupilRows;
  /** Rows with anything in them = taken + refused: nothing is lost without a reason. */
  counts: RowCounts;
  issues: Issue[];
};

export type RowCounts = {
  rows: number;
  taken: number;
  refused: { reason: RefusalReason; count: number }[];
};

/** Why a row is not taken: no school, a second row of the same pupil, a total that cannot be, an annulled result. */
export type RefusalReason =
  | 'school-missing'
  | 'duplicate'
  | 'total-impossible'
  | 'annulled'
  | 'other-procedure'
  | 'no-result';

/** One school in one procedure: what the lake is rolled up to and identification reads. */
export type SchoolResult = {
  procedureId: string;
  /** Key of the school inside a run, see ResultSchool.login. */
  school: string;
  /** Pupils with a result. */
  n: number;
  absent: number;
  /** Pupils below the threshold (mark «2», below the minimum); null where no scale is known. */
  below: number | null;
  /** Numbers of «2», «3», «4», «5»; null where marks are not given or no scale is known. */
  marks: [number, number, number, number] | null;
  /** Sum and sum of squares of primary points (ЕГЭ: of scores on the 100-point scale), and the largest possible. */
  sum: number;
  sumOfSquares: number;
  maximum: number;
  /** Pupils by whole points, index 0…maximum. */
  histogram: number[];
  /** By item: sum of points and number of pupils who could score (not taught is left out). */
  itemSums: number[];
  itemCounts: number[];
  /** Mark of the work against the journal, in pupils; null where either is missing. */
  journal: { lower: number; same: number; higher: number } | null;
};

/** Of a table with rows of schools. */
export type SchoolRowCounts = RowCounts;

type SchoolFile<F extends string, R> = {
  format: F;
  records: R[];
  counts: SchoolRowCounts;
  issues: Issue[];
};

/** What a school said in «Сбор контекстных данных об ОО». Persons, phones and addresses are not taken. */
export type ContextRecord = {
  school: ResultSchool;
  sourceRow: number;
  /** Year of the answer, by the date of upload. */
  year: number | null;
  inn: string | null;
  /** Codes of the school at ОГЭ and ЕГЭ: often missing, not always unique. */
  ogeCode: string | null;
  egeCode: string | null;
  settlement: 'capital' | 'city' | 'town' | 'village' | null;
  /** Thousands of people: 1 <1, 2 1–5, 3 5–10, 4 10–50, 5 50–100, 6 100–450, 7 450–680, 8 more. */
  populationBand: number | null;
  /** The answer as chosen: how one gets to a large city. */
  transport: string | null;
  language: string | null;
  advancedSubjects: string | null;
  adaptedProgrammes: boolean | null;
  correctional: boolean | null;
  separateClasses: boolean | null;
  pupils: number | null;
  /** Of two years of birth: pupils, and those with special needs (ОВЗ, disability) among them. */
  surveyedPupils: number | null;
  surveyedWithNeeds: number | null;
  teachers: number | null;
  teachersOf5to9: number | null;
  teachersWithCategory: number | null;
  /** Asked in 2020 and 2021 only; as answered. */
  internetSpeed: string | null;
  additionalEducation: string | null;
  parentsAtEvents: string | null;
  parentsReadyToHelp: string | null;
  teacherCourses: string | null;
  careerGuidance: string | null;
};
export type ContextFile = SchoolFile<'context', ContextRecord>;

/** Social passport of a school: numbers of pupils. */
export type PassportRecord = {
  school: ResultSchool;
  sourceRow: number;
  /** The year in which the school year begins. */
  schoolYear: number | null;
  pupils: number | null;
  bothParentsHigher: number | null;
  singleParent: number | null;
  manyChildren: number | null;
  lowIncome: number | null;
  parentsUnemployed: number | null;
  /** On record at the school (or anywhere, where the table does not tell apart), with the police or a commission. */
  onRecord: number | null;
  onPoliceRecord: number | null;
  otherLanguage: number | null;
  specialNeeds: number | null;
  disabled: number | null;
  underGuardianship: number | null;
  goodHousing: number | null;
};
export type PassportFile = SchoolFile<'passport', PassportRecord>;

export type OlympiadRecord = {
  school: ResultSchool;
  sourceRow: number;
  schoolYear: number | null;
  stage: 'school' | 'municipal' | 'regional' | 'final' | null;
  /** Null for subjects without assessments, e.g. технология; then only the words are known. */
  subject: SubjectCode | null;
  subjectAsWritten: string;
  grade: number | null;
  pupils: number | null;
  participants: number | null;
  prizes: number | null;
  winners: number | null;
};
export type OlympiadFile = SchoolFile<'olympiad', OlympiadRecord>;
