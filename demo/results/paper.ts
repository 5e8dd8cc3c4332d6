/**
 * One paper: the difficulties of its items, moved so that the region shows the wanted share of «2». Probabilities are kept
 * in a table over θ, since a region answers tens of millions of steps.
 */
import { draw } from './draw.ts';
import { honestMean, WITHIN_SD, cohortOf, cohortSize, type World, type WorldSchool } from './world.ts';
import type { Work } from './works.ts';

const LOWEST = -7;
const STEP = 1 / 16;
const POINTS = 225;

export type Paper = {
  work: Work;
  year: number;
  /** Mean difficulty of each item, in logits. */
  difficulty: number[];
  /** Chance of each step of each item by place on the grid of θ. */
  chances: Float32Array[][];
  /** Chance that the topic of the item had not been taught. */
  untaught: number[];
  /** Shares of «2» and of «5» in the region. */
  twos: number;
  fives: number;
  /** P(total is a «2») by place on the grid of θ, nothing planted. */
  belowAt: Float64Array;
};

export const gridPlace = (theta: number): number =>
  Math.max(0, Math.min(POINTS - 1, Math.round((theta - LOWEST) / STEP)));
const thetaAt = (place: number): number => LOWEST + place * STEP;

export function paperOf(world: World, work: Work, year: number): Paper {
  const { seed } = world;
  const count = work.items.length;
  const relative = work.items.map((item, i) => {
    const lasting = draw(seed, 'item', work.kind, work.grade, work.subject, item.name).normal();
    const thisYear = draw(seed, 'item', work.kind, work.grade, work.subject, item.name, year).normal();
    // Later items are harder, with exceptions.
    return -1.3 + (2.6 * (i + 0.5)) / count + 0.5 * lasting + 0.15 * thisYear;
  });
  const untaught = work.items.map((item, i) => untaughtChance(work, item.name, i, year));
  const weights = regionWeights(world, work, year);
  let low = -6;
  let high = 6;
  for (let round = 0; round < 16; round += 1) {
    const middle = (low + high) / 2;
    const share = shareUpTo(
      work.scale[0],
      work,
      relative.map((own) => own + middle),
      untaught,
      weights,
    );
    if (share > work.below(year)) high = middle;
    else low = middle;
  }
  const difficulty = relative.map((own) => own + (low + high) / 2);
  return {
    work,
    year,
    difficulty,
    untaught,
    twos: shareUpTo(work.scale[0], work, difficulty, untaught, weights),
    fives: 1 - shareUpTo(work.scale[2], work, difficulty, untaught, weights),
    chances: work.items.map(({ maximum }, i) =>
      Array.from({ length: maximum }, (_, step) =>
        Float32Array.from({ length: POINTS }, (_, place) =>
          chance(thetaAt(place), (difficulty[i] as number) + stepOffset(step, maximum)),
        ),
      ),
    ),
    belowAt: Float64Array.from({ length: POINTS }, (_, place) =>
      chanceUpTo(work.scale[0], work, difficulty, untaught, thetaAt(place)),
    ),
  };
}

/** Expected share below the threshold of a school whose mean θ is this. */
export function expectedBelow(paper: Paper, mean: number): number {
  let sum = 0;
  let weight = 0;
  for (let k = -24; k <= 24; k += 1) {
    const w = Math.exp(-0.5 * (k / 8) ** 2);
    sum += w * (paper.belowAt[gridPlace(mean + (k / 8) * WITHIN_SD)] as number);
    weight += w;
  }
  return sum / weight;
}

/** «не пройд.» was common for one item of mathematics 5 in 2021, rare elsewhere. */
function untaughtChance(work: Work, name: string, index: number, year: number): number {
  if (work.kind !== 'ВПР') return 0;
  if (work.grade === 5 && work.subject === 'МА' && name === '8') return year === 2021 ? 0.35 : 0.2;
  return index % 7 === 5 ? 0.02 : 0;
}

const chance = (theta: number, difficulty: number): number => 1 / (1 + Math.exp(difficulty - theta));
const stepOffset = (step: number, maximum: number): number => 0.7 * (step - (maximum - 1) / 2);

/** How many pupils of the region stand where, on a coarse grid of θ. */
function regionWeights(world: World, work: Work, year: number): { theta: number[]; weight: number[] } {
  const theta = Array.from({ length: 61 }, (_, k) => -6 + k * 0.2);
  const weight = theta.map(() => 0);
  for (const school of world.schools) {
    const n = cohortSize(world, school, cohortOf(work, year), work.grade);
    if (n === 0) continue;
    const mean = honestMean(world, school, work, year);
    const from = Math.max(0, Math.floor((mean - 3.2 * WITHIN_SD + 6) / 0.2));
    const to = Math.min(theta.length - 1, Math.ceil((mean + 3.2 * WITHIN_SD + 6) / 0.2));
    for (let k = from; k <= to; k += 1)
      weight[k] = (weight[k] as number) + n * Math.exp(-0.5 * (((theta[k] as number) - mean) / WITHIN_SD) ** 2);
  }
  return { theta, weight };
}

function shareUpTo(
  most: number,
  work: Work,
  difficulty: readonly number[],
  untaught: readonly number[],
  { theta, weight }: { theta: number[]; weight: number[] },
): number {
  let below = 0;
  let all = 0;
  theta.forEach((at, k) => {
    const own = weight[k] as number;
    if (own === 0) return;
    below += own * chanceUpTo(most, work, difficulty, untaught, at);
    all += own;
  });
  return all > 0 ? below / all : 0;
}

/** P(total ≤ most) by convolution over steps; only totals that matter are kept. */
function chanceUpTo(
  most: number,
  work: Work,
  difficulty: readonly number[],
  untaught: readonly number[],
  theta: number,
): number {
  const totals = new Float64Array(most + 2);
  totals[0] = 1;
  work.items.forEach(({ maximum }, i) => {
    for (let step = 0; step < maximum; step += 1) {
      const p = chance(theta, (difficulty[i] as number) + stepOffset(step, maximum)) * (1 - (untaught[i] as number));
      for (let t = most; t >= 0; t -= 1)
        totals[t] = (totals[t] as number) * (1 - p) + (t > 0 ? (totals[t - 1] as number) * p : 0);
    }
  });
  let sum = 0;
  for (let t = 0; t <= most; t += 1) sum += totals[t] as number;
  return sum;
}

/** A school just over the border: the effect at which the mean expected share over the papers is the wanted one. */
export function effectForShare(world: World, school: WorldSchool, papers: readonly Paper[], wanted: number): number {
  let low = -3;
  let high = 2;
  for (let round = 0; round < 18; round += 1) {
    const middle = (low + high) / 2;
    const moved = { ...school, effect: middle };
    const mean =
      papers.reduce((sum, paper) => sum + expectedBelow(paper, honestMean(world, moved, paper.work, paper.year)), 0) /
      papers.length;
    if (mean > wanted) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
