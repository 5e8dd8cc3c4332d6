/** How much the list depends on choices that nobody has justified: all plausible settings, and who is listed under how many. */
import { type MethodologySource, type ParameterValues, withSettings } from '../methodology/parameters.ts';
import type { Methodology, Uncertainty } from '../methodology/schema.ts';
import { uncertaintyText } from './words.ts';
import { listedOnly } from './identify.ts';
import type { ResultsTable } from './table.ts';

export type Setting = { parameters: ParameterValues; uncertainty: Uncertainty; words: string; listed: number };

export type Sensitivity = {
  settings: Setting[];
  /** Share of the settings that classify the school under which it is listed; null where none does. */
  schools: { id: string; name: string; share: number | null; classified: number }[];
};

/** The grid of plausible values; a larger one is thinned evenly, the first and the last setting stay. */
const MOST_SETTINGS = 200;

export function sensitivity(table: ResultsTable, source: MethodologySource, year: number): Sensitivity {
  const steps = sensitivitySteps(table, source, year);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with a rest after each setting, so that a run can tell how far it is and be stopped. */
export function* sensitivitySteps(
  table: ResultsTable,
  source: MethodologySource,
  year: number,
): Generator<number, Sensitivity> {
  const own = withSettings(source);
  const listed = new Int32Array(table.schools.length);
  const classified = new Int32Array(table.schools.length);
  const grid = thinned(gridOf(own));
  const settings: Setting[] = [];
  for (const { parameters, uncertainty } of grid) {
    const answer = listedOnly(table, withSettings(source, { parameters, uncertainty }), year);
    answer.forEach((one, j) => {
      if (one >= 0) classified[j] = (classified[j] as number) + 1;
      if (one === 1) listed[j] = (listed[j] as number) + 1;
    });
    settings.push({
      parameters,
      uncertainty,
      words: wordsOf(own, parameters, uncertainty),
      listed: answer.reduce((sum, one) => sum + (one === 1 ? 1 : 0), 0),
    });
    yield settings.length / grid.length;
  }
  return {
    settings,
    schools: table.schools.map(({ id, name }, j) => ({
      id,
      name: name ?? id,
      share: classified[j] === 0 ? null : (listed[j] as number) / (classified[j] as number),
      classified: classified[j] as number,
    })),
  };
}

type Choice = { parameters: ParameterValues; uncertainty: Uncertainty };

function gridOf({ parameters, uncertainty, plausibleUncertainty }: Methodology): Choice[] {
  let grid: Choice[] = [uncertainty, ...plausibleUncertainty].map((one) => ({ parameters: {}, uncertainty: one }));
  for (const [name, { value, plausible = [] }] of Object.entries(parameters)) {
    const values = [...new Set([value, ...plausible])].sort((a, b) => a - b);
    if (values.length > 1)
      grid = grid.flatMap((choice) =>
        values.map((one) => ({ ...choice, parameters: { ...choice.parameters, [name]: one } })),
      );
  }
  return grid;
}

function thinned(grid: readonly Choice[]): readonly Choice[] {
  if (grid.length <= MOST_SETTINGS) return grid;
  const step = (grid.length - 1) / (MOST_SETTINGS - 1);
  return Array.from({ length: MOST_SETTINGS }, (_, k) => grid[Math.round(k * step)] as Choice);
}

function wordsOf(methodology: Methodology, parameters: ParameterValues, uncertainty: Uncertainty): string {
  const values = Object.entries(parameters).map(([name, value]) => `${methodology.parameters[name]?.title}: ${value}`);
  return [...values, uncertaintyText({ uncertainty })].join('; ');
}
