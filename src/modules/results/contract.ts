/**
 * What a results file is once read, and what identification needs of it. Pupils are codes; rows are columns of
 * equal length, since a file holds up to hundreds of thousands of them.
 */
import type { Issue } from '#kernel/issue.ts';
import type { Procedure } from '#modules/assessments/index.ts';

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
