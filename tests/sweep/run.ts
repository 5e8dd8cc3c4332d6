/**
 * `npm run sweep -- [--schools N] [--regions R] [--seed S] [--files] [--brief]`: planted truths found and missed, rates by size of
 * school. With `--files` one region goes the whole way: files written, read, identified and checked.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { checkYear, LEVEL } from '#modules/integrity/check-year.ts';
import { shareInterval } from '#stats/shares/intervals.ts';
import { regionFromFiles } from './from-files.ts';
import { type ListingRates, sweepIdentification, type TrueSchool } from './identification.ts';
import { type KeySweep, sweepKeys } from './keys.ts';
import { madeUpRegion } from './made-up-works.ts';
import { share, SIZES, sizeOf, type Sweep, sweepIntegrity } from './sweep.ts';

const { values } = parseArgs({
  options: {
    schools: { type: 'string', default: '640' },
    regions: { type: 'string', default: '3' },
    /** Of the first region. */
    seed: { type: 'string', default: '101' },
    files: { type: 'boolean', default: false },
    brief: { type: 'boolean', default: false },
  },
});
const YEARS = [2020, 2021, 2022];
const print = (line = ''): void => void process.stdout.write(`${line}\n`);
type Low = Awaited<ReturnType<typeof sweepIdentification>>['low'];

if (values.files) await wholeWay(Number(values.schools), 101);
else await manyRegions(Number(values.schools), Number(values.regions), Number(values.seed));

async function manyRegions(schools: number, regions: number, first: number): Promise<void> {
  const sweeps: Sweep[] = [];
  const rates: ListingRates[] = [];
  const low: Low = [];
  const keys: KeySweep[] = [];
  for (let seed = first; seed < first + regions; seed += 1) {
    const region = madeUpRegion(schools, YEARS, seed);
    const sweep = sweepIntegrity(region, YEARS);
    const listing = await sweepIdentification(region.data, region.truly, 2022);
    sweeps.push(sweep);
    keys.push(sweepKeys(region, YEARS.at(-1) ?? 0));
    rates.push(...listing.rates);
    low.push(...listing.low);
    tellRegion(sweep, listing.low);
  }
  tellIntegrity(sweeps);
  tellKeys(keys);
  tellListing(rates, low);
}

function tellRegion(sweep: Sweep, low: Low): void {
  const found = sweep.planted.filter((one) => one.found).length;
  print(`Регион ${sweep.seed}: заложено признаков ${sweep.planted.length} (школа × год), найдено ${found}.`);
  if (values.brief) return;
  for (const { school, kind, year, found: hit, q, signals } of sweep.planted)
    print(
      `  ${hit ? 'найдено  ' : 'ПРОПУЩЕНО'} ${kind} ${year} ${school.login}, ${school.cohort} учеников, q = ${q.toFixed(4)}: ${signals.join(', ') || 'признаков нет'}`,
    );
  for (const { school, year, planted, signals } of sweep.reasons)
    if (!planted)
      print(`  ЛИШНЕЕ    ${year} ${school.login} (${school.type}, ${school.cohort}): ${signals.join(', ')}`);
  for (const { key, kind, cohort, found: hit, status } of low)
    print(`  ${hit ? 'найдено  ' : 'ПРОПУЩЕНО'} ${kind} ${key}, ${cohort} учеников: ${status}`);
}

function tellIntegrity(sweeps: readonly Sweep[]): void {
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
    print(`  ${size}: ${share(total(own, 'reasons'), total(own, 'tested'))}`);
  }
  const falsely = reasons.filter((one) => !one.planted).length;
  const { low, high } = shareInterval(falsely, reasons.length);
  const percent = (value: number) => (100 * value).toFixed(1).replace('.', ',');
  print(
    `Ложных среди найденных: ${falsely} из ${reasons.length} (${percent(falsely / reasons.length)} %, с уверенностью 95 % от ${percent(low)} до ${percent(high)} %); допущено ${100 * LEVEL} %.`,
  );
}

function tellKeys(keys: readonly KeySweep[]): void {
  const planted = keys.flatMap((one) => one.planted);
  const found = planted.filter((one) => one.found).length;
  const named = planted.filter((one) => one.rightNamed).length;
  const falsely = keys.reduce((sum, one) => sum + one.falsely.length, 0);
  print(
    `\nОшибки в ключе: найдено ${share(found, planted.length)}, верный ответ назван ${share(named, planted.length)}.`,
  );
  for (const { seed, planted: own } of keys)
    for (const { item, found: hit } of own) if (!hit) print(`  ПРОПУЩЕНО  регион ${seed}, задание ${item}`);
  print(`  Верных ключей под сомнением: ${share(falsely, total(keys, 'sound'))}.`);
}

function tellListing(rates: readonly ListingRates[], low: Low): void {
  print('\nСписок по федеральному критерию 2022 года против списка по ожидаемым долям:');
  for (const size of SIZES) {
    const own = rates.filter((row) => row.size === size);
    print(
      `  ${size}: пропущено ${share(total(own, 'missed'), total(own, 'truly'))}; лишние ${share(total(own, 'falsely'), total(own, 'soundClassified'))}; мало данных ${total(own, 'tooSmall')}`,
    );
  }
  for (const kind of ['low', 'borderline'])
    print(
      `  заложено ${kind}: ${SIZES.map((size) => {
        const own = low.filter((one) => one.kind === kind && sizeOf(one.cohort) === size);
        return `${size}: ${share(own.filter(({ found }) => found).length, own.length)}`;
      }).join('; ')}`,
    );
}

function total<Row>(
  rows: readonly Row[],
  key: { [K in keyof Row]: Row[K] extends number ? K : never }[keyof Row],
): number {
  return rows.reduce((sum, row) => sum + Number(row[key]), 0);
}

async function wholeWay(schools: number, seed: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'opora-sweep-'));
  try {
    const { truth, data, works, compared, seconds } = await regionFromFiles(folder, schools, seed);
    print(
      `Файлов ${truth.files.length}, записано за ${seconds.write.toFixed(1)} с, прочитано за ${seconds.read.toFixed(1)} с.`,
    );
    print('Прочитано против записанного (результатов; из них ниже порога):');
    for (const { id, written, read, belowWritten, belowRead } of compared)
      print(`  ${id}: ${read} из ${written}; ${belowRead} из ${belowWritten}`);
    const truly = truth.schools
      .filter(({ known, truth: own }) => known && own?.kind !== 'merged')
      .map(
        ({ login, cohort, truth: own, expected }): TrueSchool => ({
          key: login.slice(3),
          cohort,
          kind: own?.kind ?? null,
          expected: new Map(Object.entries(expected).map(([id, { shown }]) => [id, shown])),
        }),
      );
    const { rates, low } = await sweepIdentification(data, truly, 2022);
    tellListing(rates, low);
    const byKey = new Map(truth.schools.map((school) => [school.login.slice(3), school]));
    const facts = new Map(truth.schools.map(({ login, type }) => [login.slice(3), { type }]));
    for (const year of YEARS) {
      const { findings, tested } = checkYear(year, works, facts);
      const reasons = findings.filter(({ reason }) => reason);
      const kinds = Map.groupBy(reasons, ({ school }) => byKey.get(school)?.truth?.kind ?? 'ничего не заложено');
      print(
        `Проверка ${year}: школ ${tested}, поводов ${reasons.length}: ${[...kinds].map(([kind, own]) => `${kind} ${own.length}`).join(', ')}`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
