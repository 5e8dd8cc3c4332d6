/** A methodology applied to results: the list, why each school is in it, how sure that is, what would change it. */
import type { Identification, IdentifiedRow, IdentifiedSchool, NearestChange, Reason, Status } from '../contract.ts';
import type { Methodology, Metric } from '../methodology/schema.ts';
import { type JudgedRule, judgeRule, probabilityOf, truthOf } from './blocks.ts';
import type { Column } from './column.ts';
import { lackText, warningsOf } from './lacks.ts';
import { cheapestChange } from './nearest.ts';
import { compareText, type ResultsTable, schoolKey } from './table.ts';
import { changeText, effectText, uncertaintyText } from './words.ts';

/** The result without what is known outside of the engine: hashes and names of files. */
export type IdentificationBody = Pick<Identification, 'year' | 'schools' | 'summary'>;

/** Other ways to turn the answer are told, up to so many. */
const NEAREST = 3;

/** @param told without it reasons and nearest changes are left out: nobody reads them while a slider moves */
export function identify(
  table: ResultsTable,
  methodology: Methodology,
  year: number,
  { told = true }: { told?: boolean } = {},
): IdentificationBody {
  const exclusions = exclusionsOf(table, methodology);
  const excluded = Uint8Array.from(exclusions, (reason) => (reason === null ? 0 : 1));
  const listed = judgeRule(table, methodology.listed, methodology, year, excluded);
  const risk = methodology.risk ? judgeRule(table, methodology.risk, methodology, year, excluded) : null;
  const rules = risk === null ? [listed] : [listed, risk];
  const reasons = told ? reasonColumns(rules) : [];
  const rows = table.schools.map((school, j): IdentifiedRow => {
    const head = { id: school.id, name: school.name ?? school.id, municipality: school.municipality };
    const exclusion = exclusions[j] ?? null;
    if (exclusion !== null)
      return { ...head, status: 'excluded', probability: null, note: exclusion, reasons: [], nearest: [] };
    const truth = truthOf(listed, j);
    const status = statusOf(truth, risk === null ? false : truthOf(risk, j) === true);
    const classifiable = status !== 'not-classifiable';
    return {
      ...head,
      status,
      probability: classifiable ? rounded(probabilityOf(listed, j)) : null,
      note: classifiable ? null : lackText(table, listed, j, methodology.minimumN),
      reasons: told ? reasonsOf(reasons, j) : [],
      nearest: told && classifiable ? nearestOf(listed, j, truth === true) : [],
    };
  });
  return { year, schools: rows, summary: summaryOf(table, methodology, year, rows, rules) };
}

/** Only who is listed: what sensitivity asks a hundred times. 1 listed, 0 not, −1 cannot be said, −2 excluded. */
export function listedOnly(table: ResultsTable, methodology: Methodology, year: number): Int8Array {
  const exclusions = exclusionsOf(table, methodology);
  const excluded = Uint8Array.from(exclusions, (reason) => (reason === null ? 0 : 1));
  const listed = judgeRule(table, methodology.listed, methodology, year, excluded);
  return Int8Array.from(exclusions, (reason, j) => {
    if (reason !== null) return -2;
    const truth = truthOf(listed, j);
    return truth === null ? -1 : truth ? 1 : 0;
  });
}

function statusOf(truth: boolean | null, atRisk: boolean): Status {
  if (truth === true) return 'listed';
  if (atRisk) return 'risk';
  return truth === null ? 'not-classifiable' : 'not-listed';
}

function exclusionsOf(table: ResultsTable, { exclusions }: Methodology): (string | null)[] {
  const lists = exclusions.map((exclusion) =>
    'schools' in exclusion ? new Set(exclusion.schools.map(schoolKey)) : new Set<string>(exclusion.schoolTypes),
  );
  const applies = (school: IdentifiedSchool, k: number) => {
    const exclusion = exclusions[k];
    if (exclusion === undefined) return false;
    if ('schools' in exclusion) return lists[k]?.has(school.key) ?? false;
    return school.type !== null && (lists[k]?.has(school.type) ?? false);
  };
  return table.schools.map((school) => exclusions.find((_, k) => applies(school, k))?.reason ?? null);
}

/** A column as a reason: what does not depend on the school, worked out once. */
type ReasonColumn = { column: Column; metric: string; siblings: Column[] };

function reasonColumns(rules: readonly JudgedRule[]): ReasonColumn[] {
  const all = rules.flatMap(({ columns }) => columns.flat());
  const test = ({ condition: { metric, is, threshold } }: Column) => JSON.stringify([metric, is, threshold]);
  const distinct = new Map(all.map((column) => [`${test(column)}|${column.set.id}`, column]));
  return [...distinct.values()]
    .map((column) => ({
      column,
      metric: metricName(column.condition.metric),
      siblings: [...distinct.values()].filter(
        (other) => other.set.series === column.set.series && test(other) === test(column),
      ),
    }))
    .sort(
      (a, b) =>
        compareText(a.column.set.id, b.column.set.id) ||
        compareText(a.metric, b.metric) ||
        a.column.condition.threshold - b.column.condition.threshold,
    );
}

function metricName(metric: Metric): string {
  return metric.kind === 'percentile' || metric.kind === 'deviation' ? `${metric.kind}:${metric.of.kind}` : metric.kind;
}

function reasonsOf(columns: readonly ReasonColumn[], j: number): Reason[] {
  return columns
    .filter(({ column }) => column.meets[j] === 1)
    .map(({ column, metric, siblings }) => {
      const { value, low, high } = column.shown(j);
      const years = siblings.filter(({ meets }) => meets[j] === 1).map(({ set }) => set.year);
      return {
        procedure: column.set.id,
        title: column.set.title,
        metric,
        n: column.estimates.n[j] as number,
        value: rounded(value),
        low: rounded(low),
        high: rounded(high),
        threshold: rounded(column.condition.threshold),
        years: [...new Set(years)].sort((a, b) => a - b),
      };
    });
}

function nearestOf(judged: JudgedRule, j: number, listed: boolean): NearestChange[] {
  const barred = new Set<Column>();
  const changes: NearestChange[] = [];
  while (changes.length < NEAREST) {
    const flips = cheapestChange(judged, j, !listed, barred);
    if (flips === null || flips.length === 0) break;
    changes.push({ change: changeText(flips, j), effect: effectText(!listed) });
    for (const { column } of flips) barred.add(column);
  }
  return changes;
}

function summaryOf(
  table: ResultsTable,
  methodology: Methodology,
  year: number,
  rows: readonly IdentifiedRow[],
  rules: readonly JudgedRule[],
): IdentificationBody['summary'] {
  const of = (status: Status) => rows.filter((row) => row.status === status).length;
  const sets = rules.flatMap(({ columns }) => columns.flat().map(({ set }) => set));
  const works = new Map(sets.flatMap((set) => set.works.map((work) => [work.id, work] as const)));
  return {
    schools: rows.length,
    listed: of('listed'),
    risk: of('risk'),
    notListed: of('not-listed'),
    notClassifiable: of('not-classifiable'),
    excluded: of('excluded'),
    expected: rounded(rows.reduce((sum, { probability }) => sum + (probability ?? 0), 0)),
    procedures: works.size,
    years: [...new Set([...works.values()].map(({ procedure }) => procedure.year))].sort((a, b) => a - b),
    parameters: Object.fromEntries(
      Object.entries(methodology.parameters)
        .sort(([a], [b]) => compareText(a, b))
        .map(([name, { value }]) => [name, value]),
    ),
    uncertainty: uncertaintyText(methodology),
    permittedUses: methodology.permittedUses,
    warnings: warningsOf(table, methodology, year, rules, works),
  };
}

/** Six decimals: beyond them different machines need not agree. */
function rounded(value: number): number {
  const scaled = Math.round(value * 1e6) / 1e6;
  return Object.is(scaled, -0) ? 0 : scaled;
}
