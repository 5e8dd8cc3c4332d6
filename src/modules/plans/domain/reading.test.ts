import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanReading } from '#modules/plan-reading/contract.ts';
import { readConfig } from '#platform/config.ts';
import type { PlanHead } from './content.ts';
import { contentFromReading, toReading } from './reading.ts';

const head: PlanHead = {
  id: 1,
  organisation: { id: 1, path: '1.', kind: 'region', name: 'Область', shortName: 'Область' },
  level: 'region',
  state: 'draft',
  isModel: false,
  version: 1,
  revision: null,
  amending: false,
  offered: false,
  parentPlan: null,
  orders: [],
  stamp: null,
  updatedAt: '2026-11-22T00:00:00Z',
};

const full: PlanReading = {
  schema: 'opora.plan/1',
  title: 'План',
  period: { from: '2026-01-01', to: '2026-12-31' },
  approval: { kind: 'приказ', body: null, number: '7', date: null },
  goal: 'Цель',
  tasks: ['Раз', 'Два'],
  sections: [
    { number: '1', title: 'Часть', parent: null },
    { number: '1.1', title: 'Глава', parent: 0 },
  ],
  measures: [
    {
      number: '1',
      position: 1,
      section: 1,
      text: 'Семинар',
      deadline: {
        text: 'май',
        kind: 'month-no-year',
        from: null,
        to: null,
        recurrence: null,
        onDemand: false,
        schedule: null,
        event: null,
      },
      responsible: [
        {
          text: 'МОУ №№ 2, 7 (по согласованию)',
          organisation: null,
          person: null,
          byAgreement: true,
          post: null,
          schools: [{ name: 'МОУ № 2', type: 'МОУ', number: '2' }],
        },
      ],
      results: [{ text: 'приказ', kind: 'приказ' }],
      execution: { text: 'Проведён', links: ['https://example.org/отчёт'] },
      note: 'Заметка',
      other: [{ header: 'Деньги', text: '0' }],
      schools: [{ name: 'КУГ', type: null, number: null }],
    },
  ],
  tables: [{ kind: 'training-courses', title: null, rows: [], totals: { teachers: 1, managers: null } }],
  glossary: [{ term: 'ОО', meaning: 'организация' }],
  issues: [],
  other: [{ where: 'после таблицы', text: 'Подпись' }],
};

function through(reading: PlanReading): PlanReading {
  return toReading({ ...contentFromReading(reading), plan: { ...head, stamp: reading.approval }, shown: null });
}

test('a reading that becomes content and a reading again is the same', () => {
  expect(through(full)).toEqual(full);
});

test('the plan done by hand keeps its sections, measures, deadlines and parties', async (context) => {
  const text = await readFile(join(readConfig({}).seedsDirectory, 'kirov-2021.expected.json'), 'utf8').catch(
    () => null,
  );
  if (text === null) return context.skip('no seeds: set OPORA_SEEDS to the folder with kirov-2021.expected.json');
  const kirov = JSON.parse(text) as PlanReading;
  expect(through(kirov)).toMatchObject({ ...kirov, measures: kirov.measures.map(({ results: _, ...rest }) => rest) });
});
