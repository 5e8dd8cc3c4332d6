/**
 * Placebo standard error of a panel effect: as many controls as there are treated units play the treated, the others
 * remain controls; the spread of what is then found is the error. One treated unit: every control in its turn. More:
 * random sets from a generator with a fixed start, so that the answer is always the same.
 * Source: Arkhangelsky et al. (2021), algorithm 4; assumes treated and controls are equally noisy.
 */
import { normalQuantile } from '../distributions/normal.ts';
import { StatsError } from '../errors.ts';
import type { Panel } from './panel.ts';
import { type PanelDesign, type PanelEffect, tuningOf, weightedEffect } from './synthetic-control.ts';

export type PlaceboEffect = PanelEffect & {
  se: number;
  low: number;
  high: number;
  /** What the placebo runs found. */
  placebos: Float64Array;
  /** Share of placebo runs (and the real one) at least as far from zero: a test without a normal law. */
  permutationP: number;
};

export type PlaceboOptions = {
  replications?: number;
  level?: number;
  /** Own sets of controls that play the treated, instead of drawn ones. */
  sets?: readonly (readonly number[])[];
};

const REPLICATIONS = 200;

/** @throws as panelEffect; tooFew when there are no more controls than treated units */
export function placeboEffect(panel: Panel, design: PanelDesign, options: PlaceboOptions = {}): PlaceboEffect {
  const tuning = tuningOf(panel, design);
  const treated = panel.units - panel.controls;
  if (panel.controls <= treated) throw new StatsError('tooFew', { controls: panel.controls, treated });
  const found = weightedEffect(panel, design, tuning);
  const sets = options.sets ?? placeboSets(panel.controls, treated, options.replications ?? REPLICATIONS);
  const placebos = Float64Array.from(sets, (set) => {
    const chosen = new Set(set);
    const others = Array.from({ length: panel.controls }, (_, i) => i).filter((i) => !chosen.has(i));
    const starts = {
      omega: normalised(Float64Array.from(others, (i) => found.omega[i] as number)),
      lambda: found.lambda,
    };
    return weightedEffect(withUnits(panel, others, set), design, tuning, starts).estimate;
  });
  const mean = placebos.reduce((sum, one) => sum + one, 0) / placebos.length;
  const se = Math.sqrt(placebos.reduce((sum, one) => sum + (one - mean) ** 2, 0) / placebos.length);
  const half = normalQuantile((1 + (options.level ?? 0.95)) / 2) * se;
  const asFar = placebos.filter((one) => Math.abs(one) >= Math.abs(found.estimate)).length;
  return {
    ...found,
    se,
    low: found.estimate - half,
    high: found.estimate + half,
    placebos,
    permutationP: (1 + asFar) / (1 + placebos.length),
  };
}

function withUnits(panel: Panel, controls: readonly number[], treated: readonly number[]): Panel {
  const units = [...controls, ...treated];
  const values = new Float64Array(units.length * panel.periods);
  units.forEach((unit, u) => {
    values.set(panel.values.subarray(unit * panel.periods, (unit + 1) * panel.periods), u * panel.periods);
  });
  return { ...panel, values, units: units.length, controls: controls.length };
}

function normalised(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => (total > 0 ? weight / total : 1 / weights.length));
}

function placeboSets(controls: number, treated: number, replications: number): number[][] {
  const all = Array.from({ length: controls }, (_, i) => i);
  if (treated === 1) return all.map((unit) => [unit]);
  const next = lehmer();
  return Array.from({ length: replications }, () => {
    const pool = [...all];
    return Array.from({ length: treated }, () => pool.splice(Math.floor(next() * pool.length), 1)[0] as number);
  });
}

/** Park & Miller (1988): 0 < u < 1, always the same sequence. */
function lehmer(): () => number {
  let state = 20_231;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
