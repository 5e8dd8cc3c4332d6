/** How the cost grows from a thousand pupils to a million, on made-up data; one run each, so look at the trend. */
import { designMatrix } from '#stats/design.ts';
import { growthPercentiles } from '#stats/growth/growth-percentiles.ts';
import { fitRasch } from '#stats/items/rasch.ts';
import { mixedModel } from '#stats/value-added/mixed-model.ts';
import type { Measurement } from '../index.ts';

const SIZES = [1_000, 10_000, 100_000, 1_000_000];
const ITEMS = 20;
const PUPILS_PER_SCHOOL = 50;

export function costs(): Measurement[] {
  const kinds = [
    { title: 'value added', prepare: valueAdded },
    { title: 'growth percentiles', prepare: growth, target: (n: number) => (n === 100_000 ? '< 10 s' : undefined) },
    { title: `Rasch, ${ITEMS} items`, prepare: rasch },
  ];
  return kinds.flatMap(({ title, prepare, target }) => {
    prepare(1_000)();
    let before = Number.NaN;
    return SIZES.map((n) => {
      const work = prepare(n);
      const start = performance.now();
      work();
      const taken = performance.now() - start;
      const growthOfCost = taken / before;
      before = taken;
      return {
        name: `${title}, ${n.toLocaleString('en')} pupils`,
        unit: 'ms' as const,
        ours: taken,
        ...(Number.isNaN(growthOfCost) ? {} : { ratio: growthOfCost, note: 'ratio to ten times fewer' }),
        target: target?.(n),
      };
    });
  });
}

function valueAdded(n: number): () => unknown {
  const noise = normals(1);
  const schools = Math.max(2, Math.round(n / PUPILS_PER_SCHOOL));
  const effects = Float64Array.from({ length: schools }, () => 0.4 * noise());
  const codes = Int32Array.from({ length: n }, (_, i) => i % schools);
  const prior = Float64Array.from({ length: n }, noise);
  const outcome = prior.map((one, i) => 0.6 * one + (effects[codes[i] as number] as number) + noise());
  const group = { name: 'school', codes, levels: Array.from({ length: schools }, (_, j) => `s${j}`) };
  return () => mixedModel({ outcome, design: designMatrix([{ name: 'prior', values: prior }], n), groups: [group] });
}

/** Scores on a scale of whole numbers, as scaled scores of examinations are. */
function growth(n: number): () => unknown {
  const noise = normals(2);
  const prior = Float64Array.from({ length: n }, () => Math.round(600 + 50 * noise()));
  const score = prior.map((one) => Math.round(140 + 0.8 * one + 30 * noise()));
  return () => growthPercentiles(score, [prior]);
}

function rasch(n: number): () => unknown {
  const noise = normals(3);
  const uniform = uniforms(4);
  const values = new Uint8Array(n * ITEMS);
  for (let person = 0; person < n; person += 1) {
    const ability = noise();
    for (let item = 0; item < ITEMS; item += 1) {
      const difficulty = (3 * item) / (ITEMS - 1) - 1.5;
      values[person * ITEMS + item] = uniform() < 1 / (1 + Math.exp(difficulty - ability)) ? 1 : 0;
    }
  }
  const items = Array.from({ length: ITEMS }, (_, k) => `i${k}`);
  return () => fitRasch({ values, persons: n, items });
}

/** Park and Miller's generator: the same data in every run. */
function uniforms(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Box and Muller. */
function normals(seed: number): () => number {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
}
