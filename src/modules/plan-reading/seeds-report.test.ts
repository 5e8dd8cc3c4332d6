/** What the real execution report says, typed here from the paper. */
import { beforeAll, describe, expect, test } from 'vitest';
import type { PlanReading } from './contract.ts';
import { expectPersonsFromTheText, partiesOf, present, reading } from './seeds.fixture.ts';

describe.skipIf(!present)('Kamensk-Uralsky, report for 2019–2020', () => {
  let plan: PlanReading;
  beforeAll(async () => {
    plan = await reading('kamensk-uralsky-report-2019-2020.txt');
  });

  test('25 measures in 4 sections with their marks', () => {
    expect(plan.measures.map(({ number }) => number)).toEqual(
      Array.from({ length: 25 }, (_, index) => String(index + 1)),
    );
    expect(plan.measures.map(({ section }) => section)).toEqual([
      ...Array(5).fill(0),
      ...Array(16).fill(1),
      2,
      2,
      3,
      3,
    ]);
    expect(
      plan.measures.every(({ execution, deadline }) => execution !== null && deadline.kind === 'unspecified'),
    ).toBe(true);
    expect(plan.measures[4]?.execution?.text).toMatch(
      /МОУ №№ 2, 7, 27, 39 и учителям, чьи обучающиеся показывают стабильно низкие результаты обучения\.$/,
    );
    expect(plan.measures[23]?.execution?.text).toMatch(/\(начало учебного года и завершение учебного года\)$/);
  });

  test('persons, shared posts and lists of schools', () => {
    expect(plan.measures.map(({ responsible }) => responsible.length)).toEqual([
      3, 3, 3, 4, 3, 5, 2, 3, 4, 3, 5, 5, 4, 5, 5, 5, 4, 5, 4, 1, 1, 2, 1, 4, 2,
    ]);
    const office = 'Управление образования*';
    expect(partiesOf(plan.measures[10])).toEqual([
      office,
      office,
      office,
      'Средняя школа № 30*',
      'Средняя школа № 30*',
    ]);
    expect(partiesOf(plan.measures[14])).toEqual([office, '*', '*', 'Основная школа № 27*', 'Основная школа № 27*']);
    expectPersonsFromTheText(plan);
    expect(plan.measures[2]?.responsible[0]?.schools).toHaveLength(16);
    expect(plan.measures[19]?.responsible[0]?.schools?.at(-1)?.name).toBe('Лицей № 10');
  });

  test('two tables of courses with their totals', () => {
    expect(
      plan.tables.map(({ title, rows, totals }) => [title, rows.length, totals.teachers, totals.managers]),
    ).toEqual([
      ['Государственная итоговая аттестация', 23, 143, 2],
      ['Оценка качества образования', 6, 28, 33],
    ]);
    for (const { rows, totals } of plan.tables) {
      expect(rows.reduce((sum, row) => sum + (row.teachers ?? 0), 0)).toBe(totals.teachers);
      expect(
        rows.every((row) => row.hours !== null && row.from !== null && row.to !== null && row.provider !== null),
      ).toBe(true);
    }
    expect(plan.tables[0]?.rows[10]).toMatchObject({
      hours: 108,
      from: '2019-11-07',
      to: '2019-12-03',
      provider: 'Московский институт профессиональной переподготовки и повышения квалификации педагогов',
      schools: ['Лицей № 10'],
    });
    expect(plan.tables[0]?.rows[15]).toMatchObject({
      number: '16',
      from: '2020-03-13',
      to: '2020-04-03',
      teachers: 1,
      schools: ['19'],
    });
    expect(plan.tables[0]?.rows[20]).toMatchObject({
      hours: 144,
      from: '2019-09-09',
      to: '2019-10-14',
      provider: 'АДО Курган',
    });
  });

  test('25 abbreviations, two of them over two paragraphs', () => {
    expect(plan.glossary).toHaveLength(25);
    expect(plan.glossary.find(({ term }) => term === 'ТП ПК')?.meaning).toBe(
      'территориальное представительство предметной подкомиссии Государственной экзаменационной комиссии Свердловской области',
    );
  });

  test('what to ask the authors', () => {
    const rows = (code: string) =>
      plan.issues.filter((issue) => issue.code === code).map((issue) => Number(/строка (\d+)/.exec(issue.where)?.[1]));
    expect(rows('execution-link-missing')).toEqual([11, 12, 13, 14, 15, 17, 18]);
    expect(rows('execution-repeats-measure')).toEqual([2, 6, 8, 22]);
    expect(rows('schools-contradict')).toEqual([2, 3, 6, 7, 8]);
    expect(rows('totals-differ')).toEqual([]);
  });
});
