import { expect, test } from 'vitest';
import { dataOf, type Shares, work } from '../engine.fixture.ts';
import { identify } from '../engine/identify.ts';
import { tableOf } from '../engine/table.ts';
import { withSettings } from '../methodology/parameters.ts';
import { shippedMethodology } from '../methodology/shipped.ts';
import type { PupilResults } from './linked-pupils.ts';
import { schoolEffects } from './school-effects.ts';

const { source } = await shippedMethodology('low-progress');
const methodology = withSettings(source);
const same = (key: string) => key;
const SCHOOLS = Array.from({ length: 12 }, (_, s) => String(220001 + s));
const PUPILS = 30;

/** Points before depend on the pupil alone; a year later the pupils of the first school have four points fewer. */
function pupils(name: string, lower = 0, prefix = 'p'): PupilResults {
  const rows = SCHOOLS.flatMap((school, s) =>
    Array.from({ length: PUPILS }, (_, k) => ({
      school,
      person: `${prefix}-${s}-${k}`,
      points: 10 + ((7 * k + 3 * s) % 13) + ((k * (s + 1)) % 3) - (s === 0 ? lower : 0),
    })),
  );
  return {
    procedure: work(name),
    school: rows.map(({ school }) => school),
    person: rows.map(({ person }) => person),
    points: rows.map(({ points }) => points),
  };
}
const BEFORE = pupils('ДКР 7 МА 2024');
const AFTER = pupils('ДКР 8 МА 2025', 4);

/** Everybody wrote the work of 2025. */
const SHARES: Shares = Object.fromEntries(SCHOOLS.map((key) => [key, { 'ДКР 8 МА 2025': '3/30' }]));
function listed(all: readonly PupilResults[]) {
  const { effects, notes } = schoolEffects(methodology, 2025, all, same);
  return identify(tableOf({ ...dataOf(SHARES), effects, effectNotes: notes }), methodology, 2025);
}

test('a school whose pupils fell behind others with the same earlier results is listed by value added', () => {
  // Of the same subject and year, but none of these pupils wrote it: no prior of theirs.
  const { schools, summary } = listed([BEFORE, pupils('ДКР 8 МА 2024', 0, 'other'), AFTER]);
  expect(schools.filter(({ status }) => status === 'listed').map(({ id }) => id)).toEqual(['edu220001']);
  expect(schools[0]?.reasons[0]).toMatchObject({ metric: 'growth-median', n: PUPILS });
  expect(schools[0]?.reasons[1]).toMatchObject({ metric: 'value-added', procedure: 'dkr-8-ma-2025' });
  expect(summary.warnings.slice(1)).toEqual([
    'ДКР 8 математика 2025: медиана роста – относительно «ДКР 7 математика 2024», связано 360 учеников.',
    'ДКР 8 математика 2025: добавленная стоимость – относительно «ДКР 7 математика 2024», связано 360 учеников.',
  ]);
});

test('the order of pupils changes no digit', () => {
  const backwards = (one: PupilResults): PupilResults => ({
    ...one,
    school: one.school.toReversed(),
    person: one.person.toReversed(),
    points: one.points.toReversed(),
  });
  expect(schoolEffects(methodology, 2025, [backwards(AFTER), backwards(BEFORE)], same)).toEqual(
    schoolEffects(methodology, 2025, [BEFORE, AFTER], same),
  );
});

test('without links every school says so, and the run says what to load', () => {
  const { schools, summary } = listed([pupils('ДКР 7 МА 2024', 0, 'other'), AFTER]);
  expect(new Set(schools.map(({ status }) => status))).toEqual(new Set(['not-classifiable']));
  expect(schools[0]?.note).toMatch(/^Нет связи с прежними результатами/);
  expect(summary.warnings.join(' ')).toMatch(
    /Нет данных для показателя «добавленная стоимость»\. Нужны работы двух лет/,
  );
});

test('another subject stands in where the same one was not written before; two rows of one code name nobody', () => {
  const twice: PupilResults = {
    ...AFTER,
    school: [...AFTER.school, '220001'],
    person: [...AFTER.person, 'p-0-0'],
    points: [...AFTER.points, 9],
  };
  const { notes, effects } = schoolEffects(methodology, 2025, [pupils('ДКР 7 РУ 2024'), twice], same);
  expect(notes[1]).toContain('относительно «ДКР 7 русский язык 2024», связано 359 учеников');
  expect(effects.find(({ school, kind }) => school === '220001' && kind === 'value-added')?.n).toBe(PUPILS - 1);
});

test('pupils of a merged school count for its successor', () => {
  const { effects } = schoolEffects(methodology, 2025, [BEFORE, AFTER], (key) => (key === '220002' ? '220001' : key));
  expect(effects.filter(({ kind }) => kind === 'value-added').map(({ school, n }) => [school, n])).toHaveLength(11);
  expect(effects.find(({ school }) => school === '220001')?.n).toBe(2 * PUPILS);
});
