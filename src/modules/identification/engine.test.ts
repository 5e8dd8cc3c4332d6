import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { IdentifiedRow, IdentifiedSchool } from './contract.ts';
import { dataOf, type Shares } from './engine.fixture.ts';
import { identify } from './engine/identify.ts';
import { tableOf } from './engine/table.ts';
import { type MethodologySource, type Settings, withSettings } from './methodology/parameters.ts';
import { shippedMethodologies, shippedMethodology } from './methodology/shipped.ts';
import { identification, identificationText } from './seal.ts';

let federal: MethodologySource;
const shipped = new Map<string, MethodologySource>();
beforeAll(async () => {
  for (const { methodology, source } of await shippedMethodologies()) shipped.set(methodology.id, source);
  federal = (await shippedMethodology('federal-2025')).source;
});

type Schools = Readonly<Record<string, Partial<IdentifiedSchool>>>;

function listOf(shares: Shares, settings: Settings = {}, schools: Schools = {}, id = 'federal-2025', year = 2025) {
  const source = shipped.get(id) as MethodologySource;
  return identify(tableOf(dataOf(shares, schools)), withSettings(source, settings), year);
}

function one(own: Shares[string], settings?: Settings): IdentifiedRow {
  return listOf({ '220001': own }, settings).schools[0] as IdentifiedRow;
}

const LOW_TWICE = { 'ВПР 5 МА 2025': '4/10', 'ВПР 5 РУ 2025': '4/10' };

test('two procedures of the year and one of them the year before make the list', () => {
  const row = one({ ...LOW_TWICE, 'ВПР 5 МА 2024': '5/12' });
  expect(row.status).toBe('listed');
  expect(row.reasons.map(({ procedure, years }) => [procedure, years])).toEqual([
    ['vpr-5-ma-2024', [2024, 2025]],
    ['vpr-5-ma-2025', [2024, 2025]],
    ['vpr-5-ru-2025', [2025]],
  ]);
  expect(row.reasons[0]).toMatchObject({ n: 12, value: 0.416667, threshold: 0.3, title: 'ВПР 5 математика 2024' });
  expect(row.probability).toBeGreaterThan(0.3);
  expect(row.probability).toBeLessThan(1);
});

test('exactly thirty per cent is low, a pupil less is not', () => {
  const exactly = { 'ВПР 5 МА 2025': '3/10', 'ВПР 5 РУ 2025': '21/70', 'ВПР 5 МА 2024': '30/100' };
  expect(one(exactly).status).toBe('listed');
  expect(one({ ...exactly, 'ВПР 5 РУ 2025': '20/70' }).status).toBe('not-listed');
});

test('another procedure in the year before is not the same one', () => {
  expect(one({ ...LOW_TWICE, 'ВПР 6 МА 2024': '9/10', 'ВПР 5 МА 2024': '0/10' }).status).toBe('not-listed');
});

test('an autumn round belongs to the series of its paper, not of the grade that wrote it', () => {
  expect(one({ ...LOW_TWICE, 'ВПР 5 МА 2024 autumn': '5/10' }).status).toBe('listed');
  expect(one({ ...LOW_TWICE, 'ВПР 6 МА 2024 autumn': '5/10', 'ВПР 5 РУ 2024': '0/10' }).status).toBe('not-listed');
});

test('works below the least number of pupils do not count, and too few of them leave the school unclassified', () => {
  const small = { 'ВПР 5 МА 2025': '9/9', 'ВПР 5 РУ 2025': '9/9', 'ВПР 5 МА 2024': '9/9' };
  const row = one(small);
  expect(row.status).toBe('not-classifiable');
  expect(row.probability).toBeNull();
  expect(row.note).toContain('не менее 10 учеников');
  expect(one(small, { parameters: { minimumN: 9 } }).status).toBe('listed');
  // One work that counts is not enough to say no: the second could be low as well.
  expect(one({ ...small, 'ВПР 6 МА 2025': '0/20' }).status).toBe('not-classifiable');
  // Two works that count and are not low say no, whatever the year before was.
  expect(one({ ...small, 'ВПР 6 МА 2025': '0/20', 'ВПР 6 РУ 2025': '0/20' }).status).toBe('not-listed');
});

test('without the year before a school with low results cannot be classified, and the summary says why', () => {
  const { schools, summary } = listOf({
    '220001': LOW_TWICE,
    '220002': { 'ВПР 5 МА 2025': '0/10', 'ВПР 5 РУ 2025': '0/10' },
  });
  expect(schools.map(({ status }) => status)).toEqual(['not-classifiable', 'not-listed']);
  expect(summary.warnings).toContain('Нет результатов за 2024 год.');
});

test('a work without a known threshold does not count and is told of', () => {
  const { schools, summary } = listOf({ '220001': { ...LOW_TWICE, 'ВПР 5 МА 2024': '?/10' } });
  expect(schools[0]?.status).toBe('not-classifiable');
  expect(summary.warnings).toContain('ВПР 5 математика 2024: порог неизвестен, результаты школ (1) не учтены.');
});

test('a merged school keeps the series of both', () => {
  const { schools } = listOf(
    { '220001': LOW_TWICE, '220002': { 'ВПР 5 МА 2024': '9/20' } },
    {},
    { '220002': { successor: '220001' } },
  );
  expect(schools.map(({ id, status }) => [id, status])).toEqual([['edu220001', 'listed']]);
});

test('logins of both kinds are one school', () => {
  const data = dataOf({ '220001': { ...LOW_TWICE } });
  const before = dataOf({ '220001': { 'ВПР 5 МА 2024': '5/10' } });
  const results = [
    ...data.results.map((result) => ({ ...result, school: 'edu220001' })),
    ...before.results.map((result) => ({ ...result, school: 'sch220001' })),
  ];
  const table = tableOf({ procedures: [...data.procedures, ...before.procedures], results, schools: data.schools });
  expect(identify(table, withSettings(federal), 2025).schools[0]?.status).toBe('listed');
});

test('excluded schools are in the list of the run with their reason', () => {
  const { schools } = listOf(
    { '220001': { ...LOW_TWICE, 'ВПР 5 МА 2024': '5/10' } },
    {},
    { '220001': { type: 'вечерняя' } },
  );
  expect(schools[0]).toMatchObject({ status: 'excluded', note: 'Вечерняя или коррекционная школа', probability: null });
});

test('the nearest change is the smallest number of pupils', () => {
  const row = one({
    'ВПР 5 МА 2025': '6/20',
    'ВПР 5 РУ 2025': '12/20',
    'ВПР 5 МА 2024': '8/20',
    'ВПР 6 РУ 2025': '9/20',
  });
  expect(row.status).toBe('listed');
  expect(row.nearest).toEqual([
    { change: '1 ученик меньше ниже порога в ВПР 5 математика 2025', effect: 'школа не вошла бы в список' },
    { change: '3 ученика меньше ниже порога в ВПР 5 математика 2024', effect: 'школа не вошла бы в список' },
    {
      change:
        '7 учеников меньше ниже порога в ВПР 5 русский язык 2025 и 4 ученика меньше ниже порога в ВПР 6 русский язык 2025',
      effect: 'школа не вошла бы в список',
    },
  ]);
});

test('the nearest change onto the list counts every procedure that is missing', () => {
  const row = one({ 'ВПР 5 МА 2025': '5/20', 'ВПР 5 РУ 2025': '6/20', 'ВПР 5 МА 2024': '8/20' });
  expect(row.status).toBe('not-listed');
  expect(row.nearest[0]).toEqual({
    change: '1 ученик больше ниже порога в ВПР 5 математика 2025',
    effect: 'школа вошла бы в список',
  });
});

test('a whole interval above the threshold asks for more than its middle', () => {
  const shares = { 'ВПР 5 МА 2025': '4/10', 'ВПР 5 РУ 2025': '4/10', 'ВПР 5 МА 2024': '4/10' };
  const interval = { kind: 'interval', method: 'wilson', level: 0.95 } as const;
  expect(one(shares, { uncertainty: interval }).status).toBe('not-listed');
  const many = { 'ВПР 5 МА 2025': '40/100', 'ВПР 5 РУ 2025': '40/100', 'ВПР 5 МА 2024': '40/100' };
  expect(one(many, { uncertainty: interval }).status).toBe('listed');
});

test('probability is the exact one where it can be worked out by hand', () => {
  // Fewer than ten schools: Jeffreys; the three values are independent given the data.
  const row = one({ 'ВПР 5 МА 2025': '4/10', 'ВПР 5 РУ 2025': '4/10', 'ВПР 5 МА 2024': '4/10' });
  // P(Beta(4.5, 6.5) ≥ 0.3) by numerical integration; all three must hold.
  expect(row.probability).toBeCloseTo(0.761939020171587 ** 3, 6);
});

test('the bottom share counts ties half and takes the worst', () => {
  const shares = Object.fromEntries(
    Array.from({ length: 20 }, (_, k) => [`2200${10 + k}`, { 'ВПР 5 МА 2025': `${k}/100` }]),
  );
  const { schools } = listOf(shares, { parameters: { share: 0.1 } }, {}, 'bottom-share');
  expect(schools.filter(({ status }) => status === 'listed').map(({ id }) => id)).toEqual(['edu220028', 'edu220029']);
  expect(schools.at(-1)?.reasons[0]).toMatchObject({ value: 0.025, threshold: 0.1, metric: 'percentile:share-below' });
});

test('one low year of three is a risk, two are the list', () => {
  const low = (year: number) => ({ [`ВПР 5 МА ${year}`]: '5/10', [`ВПР 5 РУ ${year}`]: '5/10' });
  const fine = (year: number) => ({ [`ВПР 5 МА ${year}`]: '0/10', [`ВПР 5 РУ ${year}`]: '0/10' });
  const { schools } = listOf(
    {
      '220001': { ...low(2023), ...fine(2024), ...low(2025) },
      '220002': { ...low(2023), ...fine(2024), ...fine(2025) },
      '220003': { ...fine(2023), ...fine(2024), ...fine(2025) },
    },
    {},
    {},
    'three-years-risk',
  );
  expect(schools.map(({ status }) => status)).toEqual(['listed', 'risk', 'not-listed']);
});

test('a cluster is judged by its own pupils', () => {
  const cluster = (name: string, from: number, below: number) =>
    Object.fromEntries(Array.from({ length: 4 }, (_, k) => [`${from + k}`, { below: k === 0 ? 18 : below, name }]));
  const all = { ...cluster('город', 220001, 1), ...cluster('село', 220011, 18) };
  const shares = Object.fromEntries(
    Object.entries(all).map(([key, { below }]) => [
      key,
      { 'ВПР 4 МА 2025': `${below}/20`, 'ВПР 4 РУ 2025': `${below}/20` },
    ]),
  );
  const schools = Object.fromEntries(Object.entries(all).map(([key, { name }]) => [key, { cluster: name }]));
  const rows = listOf(shares, { parameters: { quantile: 0.2 } }, schools, 'cluster-quartile').schools;
  expect(rows[0]?.status).toBe('listed');
  expect(rows[1]?.status).toBe('not-listed');
});

test('every shipped methodology runs on results and says what it lacks', () => {
  const shares = Object.fromEntries(
    Array.from({ length: 30 }, (_, k) => [
      `2200${10 + k}`,
      Object.fromEntries(
        [2023, 2024, 2025].flatMap((year) => [
          [`ВПР 5 МА ${year}`, `${k}/60`],
          [`ВПР 5 РУ ${year}`, `${k}/50`],
          [`ОГЭ 9 МА ${year}`, `${30 - k}/60`],
        ]),
      ),
    ]),
  );
  const social = Object.fromEntries(
    Object.keys(shares).map((key, k) => [
      key,
      {
        variables: { lowIncome: k, singleParent: k % 7, unemployed: k % 5, supervised: k % 3, higherEducation: 50 - k },
      },
    ]),
  );
  for (const id of shipped.keys()) {
    const { summary } = listOf(shares, {}, social, id);
    expect(summary.schools, id).toBe(30);
    expect(summary.listed, id).toBeLessThan(30);
    // Without pupils linked over the years nothing can be said of progress, and that is said.
    expect(summary.notClassifiable, id).toBe(id === 'low-progress' ? 30 : 0);
    if (summary.notClassifiable === 30)
      expect(summary.warnings.join(' '), id).toMatch(/Нет данных для показателя «.*»\. Нужны/);
    expect(summary.permittedUses.length, id).toBeGreaterThan(0);
  }
  const bare = listOf(shares, {}, {}, 'social-disadvantage');
  expect(bare.summary.warnings.join(' ')).toContain(
    'Нет данных для показателя «социальный индекс». Загрузите социальные паспорта школ.',
  );
  expect(bare.schools[0]?.note).toBe('Нет социального паспорта школы: социальные условия неизвестны.');
});

test('where nobody states clusters they are made of similar schools; without any context nobody is compared', () => {
  // Forty schools: in the villages everybody is low, in the towns one of twenty is.
  const shares = Object.fromEntries(
    Array.from({ length: 40 }, (_, k) => {
      const below = k < 20 ? 14 + (k % 3) : k === 20 ? 18 : k % 3;
      return [`${220_100 + k}`, { 'ВПР 4 МА 2025': `${below}/20`, 'ВПР 4 РУ 2025': `${below}/20` }];
    }),
  );
  const settled = Object.fromEntries(
    Object.keys(shares).map((key, k) => [key, { settlement: k < 20 ? 'село' : 'город' }]),
  );
  const settings = { parameters: { quantile: 0.1 } };
  const { schools, summary } = listOf(shares, settings, settled, 'cluster-quartile');
  expect(schools.filter(({ status }) => status === 'listed').map(({ id }) => id)).toContain('edu220120');
  expect(summary.warnings).toContain(
    'Кластеры не заданы: построено групп похожих школ – 2, по признакам: село или город.',
  );
  const bare = listOf(shares, settings, {}, 'cluster-quartile');
  expect(bare.summary.notClassifiable).toBe(40);
  expect(bare.schools[0]?.note).toContain('Кластер школы неизвестен');
  expect(bare.summary.warnings.join(' ')).toContain('Загрузите социальные паспорта школ');
});

const WORKS = ['ВПР 5 МА 2024', 'ВПР 5 РУ 2024', 'ВПР 5 МА 2025', 'ВПР 5 РУ 2025', 'ВПР 6 МА 2025'];
const region = fc.array(
  fc.array(
    fc.integer({ min: 1, max: 40 }).chain((n) => fc.integer({ min: 0, max: n }).map((below) => `${below}/${n}`)),
    { minLength: WORKS.length, maxLength: WORKS.length },
  ),
  { minLength: 1, maxLength: 12 },
);
const sharesOf = (rows: readonly (readonly string[])[]): Shares =>
  Object.fromEntries(
    rows.map((row, k) => [
      String(220001 + k),
      Object.fromEntries(row.map((share, at) => [WORKS[at] as string, share])),
    ]),
  );

test('the order of the input does not matter, to the byte', () => {
  fc.assert(
    fc.property(region, fc.integer(), (rows, seed) => {
      const data = dataOf(sharesOf(rows));
      const turned = (list: readonly unknown[]) => [...list].sort((a, b) => hash(a, seed) - hash(b, seed));
      const methodology = withSettings(federal);
      const inputs = [
        { file: 'b.xlsx', sha256: '2' },
        { file: 'a.xlsx', sha256: '1' },
      ];
      const straight = identificationText(identification(tableOf(data), methodology, 2025, inputs));
      const other = tableOf({
        procedures: turned(data.procedures) as typeof data.procedures,
        results: turned(data.results) as typeof data.results,
        schools: turned(data.schools) as typeof data.schools,
      });
      expect(identificationText(identification(other, methodology, 2025, inputs.toReversed()))).toBe(straight);
    }),
    { numRuns: 40 },
  );
});

test('one more pupil below never takes a school off the list, whatever the treatment of chance', () => {
  const treatments: Settings['uncertainty'][] = [
    { kind: 'point' },
    { kind: 'interval', method: 'wilson', level: 0.9 },
    { kind: 'posterior', cut: 0.7 },
  ];
  fc.assert(
    fc.property(region, fc.nat(), fc.constantFrom(...treatments), (rows, place, uncertainty) => {
      const at = place % WORKS.length;
      const [below = 0, n = 1] = countsIn(rows[0]?.[at]);
      if (below === n) return;
      const worse = rows.map((row, k) =>
        k === 0 ? row.map((share, w) => (w === at ? `${below + 1}/${n}` : share)) : row,
      );
      const settings = uncertainty === undefined ? {} : { uncertainty };
      // With its own prior every region of fewer than ten schools has the same one, so that only the pupil differs.
      const before = listOf(sharesOf(rows.slice(0, 9)), settings).schools[0] as IdentifiedRow;
      const after = listOf(sharesOf(worse.slice(0, 9)), settings).schools[0] as IdentifiedRow;
      if (before.status === 'listed') expect(after.status).toBe('listed');
      expect(after.probability ?? 0).toBeGreaterThanOrEqual(before.probability ?? 0);
    }),
    { numRuns: 60 },
  );
});

test('what is named as the nearest change does turn the answer, and nothing smaller in one work does', () => {
  fc.assert(
    fc.property(region, (rows) => {
      const shares = sharesOf(rows.slice(0, 1));
      const row = listOf(shares).schools[0] as IdentifiedRow;
      const change = row.nearest[0]?.change;
      if (change === undefined) return;
      const flips = [
        ...change.matchAll(/(\d+) учени\S+ (больше|меньше) ниже порога в ВПР (\d) (\S+)(?: язык)? (\d+)/g),
      ];
      const own = { ...(shares['220001'] as Record<string, string>) };
      for (const [, pupils, direction, grade, subject, year] of flips) {
        const name = `ВПР ${grade} ${subject === 'математика' ? 'МА' : 'РУ'} ${year}`;
        const [below = 0, n = 0] = countsIn(own[name]);
        own[name] = `${below + (direction === 'больше' ? 1 : -1) * Number(pupils)}/${n}`;
      }
      expect(flips.length).toBeGreaterThan(0);
      const turned = listOf({ '220001': own }).schools[0]?.status;
      expect(turned).toBe(row.status === 'listed' ? 'not-listed' : 'listed');
      const cost = flips.reduce((sum, [, pupils]) => sum + Number(pupils), 0);
      for (const name of WORKS)
        for (const step of [cost - 1, 1 - cost]) {
          const [below = 0, n = 0] = countsIn(shares['220001']?.[name]);
          if (below + step < 0 || below + step > n || step === 0) continue;
          const other = { ...shares['220001'], [name]: `${below + step}/${n}` };
          expect(listOf({ '220001': other }).schools[0]?.status).toBe(row.status);
        }
    }),
    { numRuns: 60 },
  );
});

function countsIn(share = ''): number[] {
  return share.split('/').map(Number);
}

function hash(value: unknown, seed: number): number {
  let h = seed | 0;
  for (const letter of JSON.stringify(value)) h = (Math.imul(h, 31) + (letter.codePointAt(0) ?? 0)) | 0;
  return h;
}
