/** What-if sliders: a methodology with another setting on a region of 640 schools, 40 procedures, 3 years. */
import { type Procedure, procedureId } from '#modules/assessments/index.ts';
import {
  type IdentificationData,
  identify,
  sensitivity,
  shippedMethodology,
  tableOf,
  withSettings,
} from '#modules/identification/index.ts';
import type { Measurement } from './index.ts';
import { median, timed } from './timing.ts';

const SCHOOLS = 640;
const YEARS = [2023, 2024, 2025];
const RUNS = 9;

export async function run(): Promise<Measurement[]> {
  const data = madeUp(SCHOOLS);
  const table = tableOf(data);
  const { source } = await shippedMethodology('federal-2025');
  const measurements: Measurement[] = [];
  for (const id of ['federal-2025', 'three-years-risk', 'bottom-share', 'integral-index']) {
    const shipped = await shippedMethodology(id);
    let turn = 0;
    const settings = () => withSettings(shipped.source, { parameters: { minimumN: 5 + (turn++ % 10) } });
    measurements.push({
      name: `what-if, ${id}: list and probabilities, as the sliders ask`,
      unit: 'ms',
      ours: median(await timed(() => identify(table, settings(), 2025, { told: false }), RUNS, 2)),
      target: '≤ 120 ms',
    });
    measurements.push({
      name: `what-if, ${id}: list, probabilities, nearest changes`,
      unit: 'ms',
      ours: median(await timed(() => identify(table, settings(), 2025), RUNS, 2)),
      target: '≤ 200 ms',
      note: `${SCHOOLS} schools, ${data.procedures.length} procedures over ${YEARS.length} years, another minimum n each time`,
    });
  }
  let cut = 0;
  for (const told of [false, true])
    measurements.push({
      name: `what-if, federal-2025 by the posterior, another threshold each time${told ? '; nearest changes too' : ', as the sliders ask'}`,
      unit: 'ms',
      ours: median(
        await timed(
          () => {
            cut += 1;
            const settings = {
              parameters: { threshold: 0.25 + 0.005 * cut },
              uncertainty: { kind: 'posterior' as const, cut: 0.8 },
            };
            return identify(table, withSettings(source, settings), 2025, { told });
          },
          RUNS,
          2,
        ),
      ),
      target: told ? '≤ 200 ms' : '≤ 120 ms',
    });
  const plausible = sensitivity(table, source, 2025);
  measurements.push({
    name: `sensitivity of federal-2025, ${plausible.settings.length} settings`,
    unit: 'ms',
    ours: median(await timed(() => sensitivity(table, source, 2025), 5, 1)),
  });
  measurements.push({ name: 'results to columns', unit: 'ms', ours: median(await timed(() => tableOf(data), 5, 1)) });
  return measurements;
}

/** Deterministic results with the spread that real regions have: half of the schools under thirty pupils. */
function madeUp(schools: number): IdentificationData {
  const random = generator(20251128);
  const procedures: Procedure[] = YEARS.flatMap((year) => [
    ...[4, 5, 6, 7, 8].flatMap((grade) =>
      (['РУ', 'МА', 'ИС', 'БИ', 'ГГ', 'ОБ', 'ФИ'] as const).map((subject) => ({
        kind: 'ВПР' as const,
        subject,
        year,
        round: 'spring' as const,
        paperGrade: grade,
        pupilGrade: grade,
      })),
    ),
    ...(['РУ', 'МА', 'ОБ', 'БИ', 'ИНФ'] as const).map((subject) => ({
      kind: 'ОГЭ' as const,
      subject,
      year,
      round: 'spring' as const,
      paperGrade: 9,
      pupilGrade: 9,
    })),
  ]);
  const results = Array.from({ length: schools }, (_, s) => {
    const size = Math.round(8 * Math.exp(2.6 * random()));
    const level = 0.02 + 0.35 * random() ** 2;
    return procedures.map((procedure) => {
      const n = Math.max(1, Math.round(size * (0.8 + 0.4 * random())));
      const below = Array.from({ length: n }, () => (random() < level ? 1 : 0)).reduce<number>((a, b) => a + b, 0);
      const sum = 5 * below + 12 * (n - below);
      const histogram = Array.from({ length: 21 }, () => 0);
      histogram[5] = below;
      histogram[12] = n - below;
      return {
        procedureId: procedureId(procedure),
        school: String(220000 + s),
        n,
        absent: 0,
        below,
        marks: null,
        sum,
        sumOfSquares: 25 * below + 144 * (n - below),
        maximum: 20,
        histogram,
        itemSums: [],
        itemCounts: [],
        journal: null,
      };
    });
  }).flat();
  return {
    procedures,
    results,
    schools: Array.from({ length: schools }, (_, s) => ({
      key: String(220000 + s),
      id: `edu${220000 + s}`,
      name: `Школа ${s}`,
      municipality: `Район ${s % 60}`,
      type: null,
      settlement: null,
      cluster: null,
      successor: null,
      socialIndex: null,
      variables: {},
    })),
  };
}

function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
