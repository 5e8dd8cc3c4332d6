/** Pupil rows of one file → one record per school: what the catalogue keeps and identification reads. One pass. */
import { isBelow, markByTotal, markOf, procedureId, type Scale } from '#modules/assessments/index.ts';
import { ITEM_STATE, type ResultFile, type SchoolResult } from './contract.ts';

/** Mark 2…5 of each row as a byte, and whether it is below the threshold. */
const UNKNOWN = 0;
const NOT_BELOW = 1;
const BELOW = 2;

/** In the order of `file.schools`; the scale is the one that `scaleFor` chose. */
export function rollUp(file: ResultFile, scale: Scale | null): SchoolResult[] {
  const { rows } = file;
  const byScore = file.procedure.kind === 'ЕГЭ' && file.procedure.subject !== 'МАБ';
  const values = byScore ? rows.givenMark : rows.total;
  const { marks, below } = judge(file, scale, byScore);
  const maximum = maximumOf(file, scale, byScore, values);
  const schools = file.schools.length;
  const itemCount = file.items.length;
  const n = new Uint32Array(schools);
  const absent = new Uint32Array(schools);
  const sum = new Float64Array(schools);
  const squares = new Float64Array(schools);
  const width = maximum + 1;
  const histogram = new Uint32Array(schools * width);
  const markCounts = new Uint32Array(schools * 4);
  const belowCounts = new Uint32Array(schools);
  const journal = new Uint32Array(schools * 3);
  let anyMark = false;
  let anyBelow = false;

  for (let row = 0; row < rows.count; row += 1) {
    const school = rows.school[row]!;
    if (rows.absent[row] === 1) {
      absent[school]! += 1;
      continue;
    }
    const value = values[row]!;
    const mark = marks[row]!;
    if (value >= 0) {
      sum[school]! += value;
      squares[school]! += value * value;
      histogram[school * width + Math.min(maximum, Math.floor(value))]! += 1;
    } else if (mark === UNKNOWN) continue;
    n[school]! += 1;
    if (below[row] !== UNKNOWN) anyBelow = true;
    if (below[row] === BELOW) belowCounts[school]! += 1;
    if (mark === UNKNOWN) continue;
    anyMark = true;
    markCounts[school * 4 + mark - 2]! += 1;
    const inJournal = rows.journalMark[row]!;
    if (inJournal === 0) continue;
    journal[school * 3 + (mark < inJournal ? 0 : mark === inJournal ? 1 : 2)]! += 1;
  }

  const { itemSums, itemCounts } = sumItems(file);
  const id = procedureId(file.procedure);
  return file.schools.map(({ login }, school): SchoolResult => {
    const [two, three, four, five] = markCounts.subarray(school * 4, school * 4 + 4);
    const [lower, same, higher] = journal.subarray(school * 3, school * 3 + 3);
    return {
      procedureId: id,
      school: login,
      n: n[school]!,
      absent: absent[school]!,
      below: anyBelow ? belowCounts[school]! : null,
      marks: anyMark ? [two!, three!, four!, five!] : null,
      sum: sum[school]!,
      sumOfSquares: squares[school]!,
      maximum,
      histogram: [...histogram.subarray(school * width, (school + 1) * width)],
      itemSums: [...itemSums.subarray(school * itemCount, (school + 1) * itemCount)],
      itemCounts: [...itemCounts.subarray(school * itemCount, (school + 1) * itemCount)],
      journal: lower! + same! + higher! > 0 ? { lower: lower!, same: same!, higher: higher! } : null,
    };
  });
}

/** The file's own mark counts before any scale: it knows conditions and appeals. */
function judge({ rows, items }: ResultFile, scale: Scale | null, byScore: boolean) {
  const marks = new Uint8Array(rows.count);
  const below = new Uint8Array(rows.count);
  const unit = byScore ? 'score' : 'points';
  const usable = scale?.unit === unit ? scale : null;
  const itemIndex = new Map(items.map(({ name }, index) => [name, index]));
  // Without conditions the mark depends on the total alone: each total is judged once.
  const plain = usable && usable.conditions.length === 0 ? usable : null;
  const known = new Map<number, { mark: number; below: number }>();
  for (let row = 0; row < rows.count; row += 1) {
    if (rows.absent[row] === 1) continue;
    const given = rows.givenMark[row]!;
    if (!byScore && given >= 2 && given <= 5) {
      marks[row] = given;
      below[row] = given === 2 ? BELOW : NOT_BELOW;
      continue;
    }
    const total = byScore ? given : rows.total[row]!;
    if (!usable || Number.isNaN(total)) continue;
    let judged = plain ? known.get(total) : undefined;
    if (!judged) {
      const pointsOf = (item: string) => pointsAt(rows, itemIndex.get(item), row);
      const isLow = isBelow(usable, { total, pointsOf });
      judged = {
        mark: byScore ? 0 : ((plain ? markByTotal(plain, total) : markOf(usable, { total, pointsOf })) ?? 0),
        below: isLow === null ? UNKNOWN : isLow ? BELOW : NOT_BELOW,
      };
      if (plain) known.set(total, judged);
    }
    marks[row] = judged.mark;
    below[row] = judged.below;
  }
  return { marks, below };
}

function pointsAt(rows: ResultFile['rows'], item: number | undefined, row: number): number | null {
  if (item === undefined) return null;
  const state = rows.itemState[item]![row];
  if (state === ITEM_STATE.scored) return rows.itemPoints[item]![row]!;
  return state === ITEM_STATE.notAttempted ? 0 : null;
}

/** The largest possible result; where nobody states it, the largest seen. */
function maximumOf(file: ResultFile, scale: Scale | null, byScore: boolean, values: Float64Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  if (byScore) return Math.max(100, Math.ceil(most));
  const ofItems = file.items.every(({ maximum }) => maximum !== null)
    ? file.items.reduce((total, { maximum }) => total + maximum!, 0)
    : 0;
  return Math.max(Math.ceil(most), scale?.maximum ?? ofItems);
}

function sumItems({ rows, schools, items }: ResultFile) {
  const itemSums = new Float64Array(schools.length * items.length);
  const itemCounts = new Uint32Array(schools.length * items.length);
  for (let item = 0; item < items.length; item += 1) {
    const points = rows.itemPoints[item]!;
    const states = rows.itemState[item]!;
    for (let row = 0; row < rows.count; row += 1) {
      const state = states[row];
      if (rows.absent[row] === 1 || (state !== ITEM_STATE.scored && state !== ITEM_STATE.notAttempted)) continue;
      const at = rows.school[row]! * items.length + item;
      itemCounts[at]! += 1;
      if (state === ITEM_STATE.scored) itemSums[at]! += points[row]!;
    }
  }
  return { itemSums, itemCounts };
}
