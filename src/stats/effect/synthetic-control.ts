/**
 * Effect in a panel against weighted controls: synthetic difference-in-differences, synthetic control, plain
 * difference-in-differences.
 *
 * τ = (treated mean − Σ ω_i Y_i) averaged after the start less Σ λ_t of the same before it. With σ the standard
 * deviation of first differences of the controls before: ζ_ω = (N₁T₁)^¼ σ, ζ_λ = 10⁻⁶ σ, both fits with an intercept;
 * synthetic control: λ = 0, ζ_ω = 10⁻⁶ σ, no intercept; difference-in-differences: equal ω and λ.
 * Source: Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), Am. Econ. Rev. 111(12), algorithms 1 and 4; Abadie,
 * Diamond & Hainmueller (2010), J. Am. Stat. Assoc. 105. As in the R package synthdid.
 */
import { StatsError } from '../errors.ts';
import { type Panel, requirePanel } from './panel.ts';
import { simplexWeights } from './simplex-weights.ts';

export type PanelDesign = 'synthetic-did' | 'synthetic-control' | 'did';

export type PanelEffect = {
  design: PanelDesign;
  /** In units of the outcome. */
  estimate: number;
  /** Of the controls, in their order. */
  omega: Float64Array;
  /** Of the periods before the start. */
  lambda: Float64Array;
  /** Mean of the treated and what the controls foretell for them, each of length `periods`. */
  treated: Float64Array;
  expected: Float64Array;
  /** Root mean square of treated − expected before the start. */
  errorBefore: number;
};

/** Penalties and the stopping rule; placebo runs keep those of the real one. */
export type Tuning = { zetaOmega: number; zetaLambda: number; leastFall: number };
type Starts = { omega: Float64Array; lambda: Float64Array };

const SMALL_PENALTY = 1e-6;
const LEAST_FALL = 1e-5;

/** @throws StatsError lengthsDiffer, missingValues, oneGroup, tooFew, noVariance (controls that never change) */
export function panelEffect(panel: Panel, design: PanelDesign): PanelEffect {
  return weightedEffect(panel, design, tuningOf(panel, design));
}

/** @throws as {@link panelEffect} */
export function tuningOf(panel: Panel, design: PanelDesign): Tuning {
  requirePanel(panel);
  const noise = noiseLevel(panel);
  if (!(noise > 0) && design !== 'did') throw new StatsError('noVariance', { column: 'controls' });
  const cells = (panel.units - panel.controls) * (panel.periods - panel.before);
  return {
    zetaOmega: (design === 'synthetic-control' ? SMALL_PENALTY : cells ** 0.25) * noise,
    zetaLambda: SMALL_PENALTY * noise,
    leastFall: LEAST_FALL * noise,
  };
}

export function weightedEffect(panel: Panel, design: PanelDesign, tuning: Tuning, starts?: Starts): PanelEffect {
  const { periods, before, controls } = panel;
  const treated = meanOfUnits(panel, controls, panel.units);
  const lambda =
    design === 'synthetic-did' ? lambdaWeights(panel, tuning, starts?.lambda) : fixedLambda(design, before);
  const omega =
    design === 'did'
      ? new Float64Array(controls).fill(1 / controls)
      : omegaWeights(panel, treated, design === 'synthetic-did', tuning, starts?.omega);
  const weighted = new Float64Array(periods);
  for (let i = 0; i < controls; i += 1)
    for (let t = 0; t < periods; t += 1)
      weighted[t] = (weighted[t] as number) + (omega[i] as number) * (panel.values[i * periods + t] as number);
  const gap = treated.map((value, t) => value - (weighted[t] as number));
  const offset = lambda.reduce((sum, weight, t) => sum + weight * (gap[t] as number), 0);
  const after = gap.subarray(before);
  return {
    design,
    estimate: after.reduce((sum, value) => sum + value, 0) / after.length - offset,
    omega,
    lambda,
    treated,
    expected: weighted.map((value) => value + offset),
    errorBefore: Math.sqrt(gap.subarray(0, before).reduce((sum, value) => sum + (value - offset) ** 2, 0) / before),
  };
}

/** Periods before as columns over the controls, against their mean after. */
function lambdaWeights(panel: Panel, tuning: Tuning, start?: Float64Array): Float64Array {
  const { values, periods, before, controls } = panel;
  const period = (t: number) => Float64Array.from({ length: controls }, (_, i) => values[i * periods + t] as number);
  const later = new Float64Array(controls);
  for (let t = before; t < periods; t += 1)
    period(t).forEach((value, i) => {
      later[i] = (later[i] as number) + value / (periods - before);
    });
  return simplexWeights({
    columns: Array.from({ length: before }, (_, t) => period(t)),
    target: later,
    zeta: tuning.zetaLambda,
    intercept: true,
    leastFall: tuning.leastFall,
    start,
  });
}

/** Controls as columns over the periods before, against the mean of the treated. */
function omegaWeights(panel: Panel, treated: Float64Array, intercept: boolean, tuning: Tuning, start?: Float64Array) {
  const { values, periods, before, controls } = panel;
  return simplexWeights({
    columns: Array.from({ length: controls }, (_, i) => values.slice(i * periods, i * periods + before)),
    target: treated.slice(0, before),
    zeta: tuning.zetaOmega,
    intercept,
    leastFall: tuning.leastFall,
    start,
  });
}

function fixedLambda(design: PanelDesign, before: number): Float64Array {
  return new Float64Array(before).fill(design === 'did' ? 1 / before : 0);
}

function meanOfUnits({ values, periods }: Panel, from: number, to: number): Float64Array {
  const mean = new Float64Array(periods);
  for (let u = from; u < to; u += 1)
    for (let t = 0; t < periods; t += 1)
      mean[t] = (mean[t] as number) + (values[u * periods + t] as number) / (to - from);
  return mean;
}

function noiseLevel({ values, periods, controls, before }: Panel): number {
  const steps: number[] = [];
  for (let i = 0; i < controls; i += 1)
    for (let t = 1; t < before; t += 1)
      steps.push((values[i * periods + t] as number) - (values[i * periods + t - 1] as number));
  const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
  return Math.sqrt(steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / (steps.length - 1));
}
