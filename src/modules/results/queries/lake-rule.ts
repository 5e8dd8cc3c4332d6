/**
 * The federal rule counted over the rows of the lake: for a country, or to check roll-ups against their rows. SQL that
 * ClickHouse runs too, but for `source`.
 */
import type { Lake } from '#platform/lake.ts';

/** One procedure: its rows and the least total that is not below the threshold. */
export type RuledProcedure = { series: string; year: number; least: number; files: readonly string[] };

export type RuleParameters = {
  year: number;
  /** Share below the threshold from which a school counts as low. */
  share: number;
  leastPupils: number;
  /** Quantile of the normal distribution for the interval of Wilson. */
  z: number;
};

export type ListedSchool = {
  school: string;
  /** Procedures of the year in which the school is low; with the whole interval above the share. */
  low: number;
  surelyLow: number;
  /** Series in which it is low in the year and in the year before. */
  repeated: number;
};

/** Low in at least two procedures of the year, and in one series also in the year before. */
export function listedByRule(
  lake: Lake,
  procedures: readonly RuledProcedure[],
  { year, share, leastPupils, z }: RuleParameters,
): Promise<ListedSchool[]> {
  const counted = procedures.map((one) => `(${countsBySchool(lake, one)})`).join(' union all ');
  const z2 = z * z;
  // Wilson: (p + z²/2n − z·√(p(1−p)/n + z²/4n²)) / (1 + z²/n).
  return lake.query<ListedSchool>(`
    with counted as (${counted}),
    judged as (
      select school, series, year, n, below,
        (below / n + ${z2} / (2 * n) - ${z} * sqrt(below / n * (1 - below / n) / n + ${z2} / (4.0 * n * n))) / (1 + ${z2} / n) as bottom,
        (below / n + ${z2} / (2 * n) + ${z} * sqrt(below / n * (1 - below / n) / n + ${z2} / (4.0 * n * n))) / (1 + ${z2} / n) as top
      from counted where n >= ${leastPupils}
    ),
    low as (select school, series, year, bottom, top from judged where below / n >= ${share}),
    again as (
      select now.school as school, count(*) as repeated from low as now
      inner join low as before on before.school = now.school and before.series = now.series
      where now.year = ${year} and before.year = ${year - 1} group by now.school
    ),
    current as (
      select school, count(*) as low, sum(case when bottom >= ${share} then 1 else 0 end) as surely
      from low where year = ${year} group by school
    )
    select current.school as school, current.low as low, current.surely as "surelyLow", again.repeated as repeated
    from current inner join again on again.school = current.school where current.low >= 2 order by current.school`);
}

/** Numbers as doubles, so that shares divide the same way in every engine. */
function countsBySchool(lake: Lake, { series, year, least, files }: RuledProcedure): string {
  return `select school, '${series}' as series, ${year} as year, cast(count(total) as double) as n,
    cast(sum(case when total < ${least} then 1 else 0 end) as double) as below
    from ${lake.source(files)} where absent = 0 group by school`;
}
