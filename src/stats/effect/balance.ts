/**
 * How alike the matched are: standardised differences before and after matching, and ratios of variances.
 * Source: Austin (2009), Stat. Med. 28: 3083–3107; a difference under 0.1 is commonly taken as balanced.
 */
export type Balance = {
  name: string;
  treated: number;
  controls: number;
  /** Means of the matched rows of both kinds. */
  matchedTreated: number;
  matchedControls: number;
  /** Differences ÷ standard deviation of the treated. */
  before: number;
  after: number;
  varianceRatio: number;
};

export function balanceOf(
  covariates: readonly { name: string; values: Float64Array }[],
  treated: Float64Array,
  pairs: readonly { row: number; neighbours: readonly number[] }[],
): Balance[] {
  const weights = [new Float64Array(treated.length), new Float64Array(treated.length)];
  const add = (i: number, share: number) => {
    const own = weights[treated[i] as number] as Float64Array;
    own[i] = (own[i] as number) + share;
  };
  for (const { row, neighbours } of pairs) {
    add(row, 1);
    for (const other of neighbours) add(other, 1 / neighbours.length);
  }
  const all = [0, 1].map((kind) => treated.map((one) => (one === kind ? 1 : 0)));
  return covariates.map(({ name, values }) => {
    const [controls, supported] = all.map((weight) => moments(values, weight)) as [Moments, Moments];
    const [matchedControls, matchedTreated] = weights.map((weight) => moments(values, weight)) as [Moments, Moments];
    const sd = Math.sqrt(supported.variance);
    return {
      name,
      treated: supported.mean,
      controls: controls.mean,
      matchedTreated: matchedTreated.mean,
      matchedControls: matchedControls.mean,
      before: (supported.mean - controls.mean) / sd,
      after: (matchedTreated.mean - matchedControls.mean) / sd,
      varianceRatio: matchedTreated.variance / matchedControls.variance,
    };
  });
}

type Moments = { mean: number; variance: number };

function moments(values: Float64Array, weights: Float64Array): Moments {
  let [total, sum] = [0, 0];
  values.forEach((value, i) => {
    total += weights[i] as number;
    sum += (weights[i] as number) * value;
  });
  const mean = sum / total;
  const squares = values.reduce((all, value, i) => all + (weights[i] as number) * (value - mean) ** 2, 0);
  return { mean, variance: squares / (total - 1) };
}
