import fc from 'fast-check';
import { expect, test } from 'vitest';
import { uniforms } from '../resampling.ts';
import { type BorderCounts, borderInterval, borderMoves } from './border-moves.ts';
import { itemPatterns } from './item-pattern.ts';
import { amongNeighbours } from './neighbours.ts';
import { sharedWrongAnswers } from './shared-answers.ts';
import { farAbove, unlikeOthers } from './unlike-others.ts';

const NOTHING_CHOSEN = 255;

function normals(seed: number) {
  const uniform = uniforms(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}

test('schools that differ as schools usually do have z of spread 1, and the few odd ones stand out', () => {
  const normal = normals(3);
  const schools = 400;
  const variance = Float64Array.from({ length: schools }, (_, j) => 0.01 + (j % 7) / 50);
  const level = Float64Array.from({ length: schools }, () => normal());
  const estimate = variance.map((v, j) => 2 + 0.5 * (level[j] as number) + Math.hypot(0.3, Math.sqrt(v)) * normal());
  for (const odd of [10, 20, 30]) estimate[odd] = (estimate[odd] as number) + 4;
  const { between, z } = unlikeOthers(estimate, variance, { covariate: level });
  expect(between).toBeGreaterThan(0.2);
  expect(between).toBeLessThan(0.4);
  const ordinary = z.filter((_, j) => ![10, 20, 30].includes(j));
  const spread = Math.sqrt(ordinary.reduce((sum, value) => sum + value * value, 0) / ordinary.length);
  expect(spread).toBeGreaterThan(0.85);
  expect(spread).toBeLessThan(1.15);
  for (const odd of [10, 20, 30]) expect(z[odd]).toBeGreaterThan(5);
});

test('z does not change when all estimates are moved and stretched', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 1000 }),
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.double({ min: 0.1, max: 20, noNaN: true }),
      (seed, by, times) => {
        const normal = normals(seed);
        const estimate = Float64Array.from({ length: 30 }, () => normal());
        const variance = Float64Array.from({ length: 30 }, (_, j) => 0.1 + j / 40);
        const before = unlikeOthers(estimate, variance).z;
        const after = unlikeOthers(
          estimate.map((value) => by + times * value),
          variance.map((v) => times * times * v),
        ).z;
        before.forEach((value, j) => expect(after[j]).toBeCloseTo(value, 5));
      },
    ),
    { numRuns: 30 },
  );
});

test('a school that was not tested stays without a z, and eight schools are needed', () => {
  const estimate = Float64Array.from({ length: 9 }, (_, j) => (j === 4 ? Number.NaN : j));
  const ones = new Float64Array(9).fill(1);
  expect(unlikeOthers(estimate, ones).z[4]).toBeNaN();
  expect(() => unlikeOthers(estimate.slice(0, 8), ones.slice(0, 8))).toThrow();
});

/** Borders of a region whose shares below depend on the level; `moved` pupils of the first school are lifted. */
function borders(seed: number, moved: number): BorderCounts[] {
  const uniform = uniforms(seed);
  return [0, 1, 2].map(() => {
    const level = Float64Array.from({ length: 120 }, () => uniform());
    const below = level.map((own) => {
      const chance = 1 / (1 + Math.exp(2 * own - 1));
      let count = 0;
      for (let k = 0; k < 40; k += 1) if (uniform() < chance) count += 1;
      return count;
    });
    const above = below.map((count) => 40 - count);
    const lifted = Math.min(moved, below[0] as number);
    below[0] = (below[0] as number) - lifted;
    above[0] = (above[0] as number) + lifted;
    return { level, below, above };
  });
}

test('lifted pupils are counted at borders, within the interval; elsewhere nothing is', () => {
  const rows = borderMoves(borders(5, 14));
  const [lifted, ...others] = rows;
  expect(lifted?.moved).toBeGreaterThan(25);
  expect(lifted?.z).toBeGreaterThan(4);
  const { low, high } = borderInterval(lifted?.cells ?? [], { seed: 1 });
  expect(low).toBeGreaterThan(10);
  expect(high).toBeGreaterThanOrEqual(lifted?.moved ?? 0);
  const spread = Math.sqrt(others.reduce((sum, { z }) => sum + z * z, 0) / others.length);
  expect(spread).toBeLessThan(1.2);
});

test('a school that wrote nothing near a border has no figure there', () => {
  const [first, ...rest] = borders(6, 0) as [BorderCounts, ...BorderCounts[]];
  for (const border of [first, ...rest]) {
    border.below[3] = 0;
    border.above[3] = 0;
  }
  expect(borderMoves([first, ...rest])[3]).toMatchObject({ window: 0, z: Number.NaN });
});

test('a school of another level with the pattern of the region has slope 0; help with hard items gives one above', () => {
  const logits = [2, 1.5, 1, 0.5, 0, -0.5, -1, -1.5];
  const share = (l: number) => 1 / (1 + Math.exp(-l));
  const region = { points: logits.map((l) => 10_000 * share(l)), possible: logits.map(() => 10_000) };
  const ordinary = { points: logits.map((l) => 100 * share(l - 0.7)), possible: logits.map(() => 100) };
  const helped = {
    points: logits.map((l) => 100 * share(l < 0 ? l + 1.5 : l - 0.5)),
    possible: logits.map(() => 100),
  };
  const [first, second] = itemPatterns(region, [ordinary, helped]);
  expect(first?.level).toBeCloseTo(-0.7, 6);
  expect(first?.slope).toBeCloseTo(0, 6);
  expect((second?.slope ?? 0) / Math.sqrt(second?.variance ?? 1)).toBeGreaterThan(5);
});

test('a class that shares its wrong answers stands out; the order of pupils does not matter', () => {
  const uniform = uniforms(11);
  const [classes, size, items] = [20, 15, 12];
  const pupils = classes * size;
  const key = Uint8Array.from({ length: items }, (_, item) => item % 4);
  const chosen = new Uint8Array(pupils * items);
  for (let at = 0; at < chosen.length; at += 1) {
    const right = key[at % items] as number;
    chosen[at] = uniform() < 0.5 ? right : uniform() < 0.05 ? NOTHING_CHOSEN : Math.floor(uniform() * 4);
  }
  for (let pupil = 1; pupil < size; pupil += 1) chosen.copyWithin(pupil * items, 0, items);
  const codes = Int32Array.from({ length: pupils }, (_, pupil) => Math.floor(pupil / size));
  const levels = Array.from({ length: classes }, (_, k) => `класс ${k}`);
  const rows = sharedWrongAnswers({ chosen, pupils, key, classes: { name: 'class', codes, levels } });
  const [copied, ...others] = rows;
  expect(copied?.z).toBeGreaterThan(20);
  expect(copied?.shared).toBeGreaterThan(3 * (copied?.expected ?? 0));
  expect(Math.max(...others.map(({ z }) => z))).toBeLessThan(5);
  const turned = Array.from({ length: pupils }, (_, pupil) => pupils - 1 - pupil);
  const again = sharedWrongAnswers({
    chosen: Uint8Array.from(turned.flatMap((pupil) => [...chosen.subarray(pupil * items, (pupil + 1) * items)])),
    pupils,
    key,
    classes: { name: 'class', codes: Int32Array.from(turned, (pupil) => codes[pupil] as number), levels },
  });
  rows.forEach(({ z }, k) => expect(again[k]?.z).toBeCloseTo(z, 8));
});

test('strong schools that all lean one way are ordinary among themselves, and the odd one of them still stands out', () => {
  const normal = normals(8);
  const level = Float64Array.from({ length: 500 }, (_, j) => j / 100);
  // The strongest tenth lies two deviations off and scatters twice as much.
  const z = level.map((value) => (value >= 4.5 ? 2 + 2 * normal() : normal()));
  z[480] = 14;
  z[200] = 6;
  const among = amongNeighbours(z, level);
  const strong = among.filter((_, j) => j >= 460 && j !== 480);
  expect(Math.abs(strong.reduce((sum, value) => sum + value, 0) / strong.length)).toBeLessThan(0.5);
  expect(Math.max(...strong)).toBeLessThan(3.3);
  expect(among[480]).toBeGreaterThan(4.5);
  expect(among[200]).toBeGreaterThan(4);
  expect(amongNeighbours(Float64Array.of(Number.NaN, 1), Float64Array.of(1, 2))[0]).toBeNaN();
});

test('the weakest school is judged by the line of the weak, not by what is usual somewhat higher up', () => {
  const normal = normals(3);
  const level = Float64Array.from({ length: 300 }, (_, j) => j / 60);
  // Below 1 the middle bends up by four deviations, as where a hard exam presses weak schools together.
  const bent = level.map((value) => Math.max(0, 4 * (1 - value)));
  const ends = Array.from({ length: 40 }, () => {
    const among = amongNeighbours(
      bent.map((value) => value + normal()),
      level,
    );
    return [among[0] as number, among[1] as number, among[2] as number];
  }).flat();
  expect(Math.abs(ends.reduce((sum, z) => sum + z, 0) / ends.length)).toBeLessThan(0.35);
});

test('few schools tell their spread badly, so the same distance is more often chance among them', () => {
  expect(farAbove(3.5, 1e6)).toBeCloseTo(2.326e-4, 6);
  expect(farAbove(-3.5, 1e6)).toBeCloseTo(1 - 2.326e-4, 6);
  // A sample of normal values, its spread told by their median: the tail beyond is that of Student.
  const normal = normals(21);
  const [schools, regions] = [40, 800];
  let [tested, far] = [0, 0];
  let degrees = 0;
  for (let k = 0; k < regions; k += 1) {
    const estimates = Float64Array.from({ length: schools }, () => 2 * normal());
    const found = unlikeOthers(estimates, new Float64Array(schools).fill(1));
    degrees = found.degrees;
    tested += schools;
    far += found.z.filter((z) => farAbove(z, found.degrees) <= 0.002).length;
  }
  expect(degrees).toBeCloseTo(14.8, 6);
  expect(far / tested).toBeLessThan(0.0026);
  expect(far / tested).toBeGreaterThan(0.001);
});
