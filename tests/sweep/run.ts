/** `npm run sweep -- [--schools N] [--regions R]`: planted truths found and missed, rates by size of school. */
import { parseArgs } from 'node:util';
import { share, SIZES, sizeOf, sweepIntegrity } from './sweep.ts';

const { values } = parseArgs({
  options: { schools: { type: 'string', default: '640' }, regions: { type: 'string', default: '3' } },
});
const YEARS = [2020, 2021, 2022];
const print = (line = ''): void => void process.stdout.write(`${line}\n`);

const sweeps = Array.from({ length: Number(values.regions) }, (_, i) => {
  const sweep = sweepIntegrity(Number(values.schools), YEARS, 101 + i);
  const found = sweep.planted.filter((one) => one.found).length;
  print(`Регион ${sweep.seed}: заложено ${sweep.planted.length} (школа × год), найдено ${found}.`);
  for (const { school, kind, year, found: hit, q, signals } of sweep.planted)
    print(
      `  ${hit ? 'найдено ' : 'ПРОПУЩЕНО'} ${kind} ${year} ${school.login}, ${school.cohort} учеников, q = ${q.toFixed(4)}: ${signals.join(', ') || 'признаков нет'}`,
    );
  for (const { school, year, planted, signals } of sweep.reasons)
    if (!planted) print(`  ЛИШНЕЕ ${year} ${school.login} (${school.type}, ${school.cohort}): ${signals.join(', ')}`);
  return sweep;
});

const planted = sweeps.flatMap((sweep) => sweep.planted);
const reasons = sweeps.flatMap((sweep) => sweep.reasons);
print('\nНайдено из заложенного, по числу учеников в параллели:');
for (const kind of new Set(planted.map((one) => one.kind))) {
  const cells = SIZES.map((size) => {
    const own = planted.filter((one) => one.kind === kind && sizeOf(one.school.cohort) === size);
    return `${size}: ${share(own.filter((one) => one.found).length, own.length)}`;
  });
  print(`  ${kind}: ${cells.join('; ')}`);
}
print('\nПовод у школ, где ничего не заложено:');
for (const size of SIZES) {
  const own = sweeps.flatMap((sweep) => sweep.sound.filter((row) => row.size === size));
  const sum = (of: (row: (typeof own)[number]) => number) => own.reduce((total, row) => total + of(row), 0);
  print(
    `  ${size}: ${share(
      sum((row) => row.reasons),
      sum((row) => row.tested),
    )}`,
  );
}
print(
  `\nЛожных среди найденных: ${share(reasons.filter((one) => !one.planted).length, reasons.length)}; допущено 5 %.`,
);
