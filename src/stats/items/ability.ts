/**
 * Ability by Warm's weighted likelihood: θ with r − ΣP + ΣPQ(1 − 2P) ÷ (2ΣPQ) = 0, standard error 1 ÷ √ΣPQ.
 * Finite also for raw scores of nothing and of everything. Source: Warm (1989), Psychometrika 54: 427–450.
 */
import { StatsError } from '../errors.ts';

export type Ability = { raw: number; wle: number; se: number };

/** One line for each raw score 0 … k of the items with these difficulties. */
export function abilityTable(difficulty: Float64Array): Ability[] {
  return Array.from({ length: difficulty.length + 1 }, (_, raw) => warmEstimate(raw, difficulty));
}

/** @throws StatsError outOfRange */
export function warmEstimate(raw: number, difficulty: Float64Array): Ability {
  if (!(raw >= 0 && raw <= difficulty.length) || difficulty.length === 0)
    throw new StatsError('outOfRange', { raw, items: difficulty.length });
  let low = -40;
  let high = 40;
  let theta = Math.log((raw + 0.5) / (difficulty.length - raw + 0.5));
  for (let step = 0; step < 200; step += 1) {
    const { score, slope } = weightedScore(theta, raw, difficulty);
    if (score > 0) low = theta;
    else high = theta;
    let next = theta - score / slope;
    if (!(next > low && next < high) || !(slope < 0)) next = (low + high) / 2;
    if (Math.abs(next - theta) < 1e-13 * (1 + Math.abs(theta))) {
      theta = next;
      break;
    }
    theta = next;
  }
  return { raw, wle: theta, se: 1 / Math.sqrt(information(theta, difficulty)) };
}

function weightedScore(theta: number, raw: number, difficulty: Float64Array): { score: number; slope: number } {
  let expected = 0;
  let i = 0;
  let j = 0;
  let jSlope = 0;
  for (const beta of difficulty) {
    const p = 1 / (1 + Math.exp(beta - theta));
    const pq = p * (1 - p);
    expected += p;
    i += pq;
    j += pq * (1 - 2 * p);
    jSlope += pq * (1 - 6 * pq);
  }
  return { score: raw - expected + j / (2 * i), slope: -i + jSlope / (2 * i) - (j * j) / (2 * i * i) };
}

function information(theta: number, difficulty: Float64Array): number {
  let sum = 0;
  for (const beta of difficulty) {
    const p = 1 / (1 + Math.exp(beta - theta));
    sum += p * (1 - p);
  }
  return sum;
}
