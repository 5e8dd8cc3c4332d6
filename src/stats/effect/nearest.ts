/** The rows nearest to one row, all that share the last distance among them. */

/** Distances this near to each other are one distance. */
const TIE = 1e-9;

/**
 * @param points one array for each coordinate
 * @param among rows to choose from
 * @param caliper farthest distance allowed
 * @returns rows in their order; fewer than `count` where the caliper leaves fewer
 */
export function nearestOf(
  points: readonly Float64Array[],
  row: number,
  among: Int32Array,
  count: number,
  caliper: number | undefined,
): number[] {
  const distances = Float64Array.from(among, (other) => {
    let sum = 0;
    for (const axis of points) sum += ((axis[other] as number) - (axis[row] as number)) ** 2;
    return Math.sqrt(sum);
  });
  const last = Float64Array.from(distances).sort()[Math.min(count, among.length) - 1] ?? Number.NaN;
  const limit = Math.min(last + TIE * (1 + last), caliper ?? Number.POSITIVE_INFINITY);
  return Array.from(among).filter((_, k) => (distances[k] as number) <= limit);
}
