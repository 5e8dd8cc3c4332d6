import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import type { OfficialTable } from '#documents/write/model.ts';
import { type Measure, parseDeadline, type PlanReading, readParty, readPlan } from '#modules/plan-reading/index.ts';
import { type FormatName, writeAs } from './formats.ts';
import { planDocument } from './plan-document.ts';
import { samplePlan } from './report.fixture.ts';

describe('the plan in its official form', () => {
  test('leaves out the columns that no measure fills', () => {
    const plan = samplePlan(2);
    const bare = { ...plan, measures: plan.measures.map((measure) => ({ ...measure, number: null, results: [] })) };
    expect(headersOf(bare)).toEqual(['Мероприятие', 'Срок исполнения', 'Ответственный исполнитель']);
  });

  test('keeps columns of its own, execution marks and notes', () => {
    const plan = samplePlan(2);
    const [first, ...rest] = plan.measures;
    const full = {
      ...plan,
      measures: [
        {
          ...first!,
          execution: { text: 'проведено' },
          note: 'онлайн',
          other: [{ header: 'Финансирование', text: 'без затрат' }],
        },
        ...rest,
      ],
    };
    expect(headersOf(full).slice(-3)).toEqual(['Отметка об исполнении', 'Финансирование', 'Примечание']);
  });

  test('says the period where the title does not', () => {
    const plan = { ...samplePlan(1), title: 'План мероприятий' };
    expect(planDocument(plan).blocks[0]).toMatchObject({
      lead: 'Срок реализации:',
      text: '2019–2020 учебный\u00A0год',
    });
  });

  test('prints a section without measures of its own, and both rows of nested sections', () => {
    const plan = samplePlan(2);
    const sections = [
      { number: '1', title: 'Первый' },
      { number: '1.1', title: 'Вложенный', parent: 0 },
      { number: '2', title: 'Пустой' },
    ];
    const document = planDocument({
      ...plan,
      sections,
      measures: plan.measures.map((measure) => ({ ...measure, section: 1 })),
    });
    const rows = document.blocks.find((block): block is OfficialTable => block.kind === 'table')?.rows ?? [];
    expect(rows.map(({ cells }) => cells[0]?.paragraphs[0])).toEqual([
      '1. Первый',
      '1.1. Вложенный',
      '1.',
      '2.',
      '2. Пустой',
    ]);
  });
});

/** Words that officials use, with the characters that could be taken for mark-up. */
const WORDS = [
  'проведение',
  'семинара',
  'анализ',
  'результатов',
  'ВПР',
  'школ',
  'учителей',
  'математики',
  '№ 7',
  '«Точка роста»',
  '(ОГЭ, ЕГЭ)',
  '100%',
  'e-mail',
  '#проект',
  'МБОУ «СОШ № 2»',
  'учебно-методический',
  '$',
  '*',
  '_',
  '<5',
  '@',
  'A&B',
  '[1]',
  '{x}',
  '\\',
  '~',
  '`код`',
  'в том числе',
  'общеобразовательных',
  'организаций',
];
const PARTIES = [
  'управление образования',
  'руководители ШМО',
  'школы района (по согласованию)',
  'ИРО',
  'директор школы',
  'муниципальные методические службы',
];
const RESULTS = [
  'приказ',
  'аналитическая справка',
  'протокол совещания',
  'методические рекомендации для учителей',
  'план мероприятий',
];
const DEADLINES = [
  'сентябрь 2024 г.',
  'до 25 мая 2025 г.',
  'в течение года',
  'ежеквартально',
  'октябрь – декабрь 2024 г.',
  'по плану ИРО',
  'постоянно',
  '01.10.2024',
];

const phrase = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 30 })
  .map((words) => `Проведение ${words.join(' ')} школ`);

const anyMeasure = fc.record({
  text: phrase,
  deadline: fc.constantFrom(...DEADLINES).map(parseDeadline),
  responsible: fc
    .uniqueArray(fc.constantFrom(...PARTIES), { minLength: 1, maxLength: 3 })
    .map((texts) => texts.map(readParty)),
  results: fc
    .uniqueArray(fc.constantFrom(...RESULTS), { minLength: 1, maxLength: 3 })
    .map((texts) => texts.map((text) => ({ text, kind: 'иное' as const }))),
  note: fc.option(fc.constantFrom('онлайн', 'на базе школы № 2')),
});

const anyPlan: fc.Arbitrary<PlanReading> = fc
  .record({
    year: fc.integer({ min: 2018, max: 2030 }),
    measures: fc.array(anyMeasure, { minLength: 2, maxLength: 12 }),
    sections: fc.integer({ min: 0, max: 3 }),
    goal: fc.option(fc.constant('повышение качества образования в школах района')),
    order: fc.option(fc.integer({ min: 1, max: 999 })),
    courses: fc.array(
      fc.record({
        hours: fc.integer({ min: 8, max: 144 }),
        teachers: fc.integer({ min: 1, max: 40 }),
        managers: fc.option(fc.integer({ min: 1, max: 9 })),
      }),
      { maxLength: 4 },
    ),
  })
  .map(
    ({ year, measures, sections, goal, order, courses }): PlanReading => ({
      schema: 'opora.plan/1',
      title: `План мероприятий по поддержке школ на ${year}-${year + 1} учебный год`,
      period: { from: `${year}-09-01`, to: `${year + 1}-08-31` },
      approval:
        order === null
          ? null
          : { kind: 'приказ', body: 'управление образования', number: String(order), date: `${year}-08-26` },
      goal,
      tasks: goal === null ? [] : ['выявить причины низких результатов', 'оказать школам адресную помощь'],
      sections: Array.from({ length: Math.min(sections, measures.length) }, (_, index) => ({
        number: String(index + 1),
        title: `Раздел о помощи школам, часть ${'абв'[index]}`,
        parent: null,
      })),
      measures: measures.map(
        (measure, index): Measure => ({
          ...measure,
          number: String(index + 1),
          position: index + 1,
          execution: null,
          section: sections === 0 ? null : Math.min(index, Math.min(sections, measures.length) - 1),
        }),
      ),
      tables:
        courses.length === 0
          ? []
          : [
              {
                kind: 'training-courses',
                title: 'Оценка качества образования',
                rows: courses.map((course, index) => ({
                  ...course,
                  number: String(index + 1),
                  programme: 'Управление качеством образования',
                  from: `${year}-10-07`,
                  to: `${year}-11-15`,
                  provider: 'ИРО',
                  schools: ['2', '7'],
                })),
                totals: {
                  teachers: courses.reduce((sum, { teachers }) => sum + teachers, 0),
                  managers: courses.reduce((sum, { managers }) => sum + (managers ?? 0), 0),
                },
              },
            ],
      glossary: [{ term: 'ШМО', meaning: 'школьное методическое объединение' }],
      issues: [],
    }),
  );

describe('reading a written plan', () => {
  test('gives back what was described, and the same from every format', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyPlan, async (plan) => {
        const read = await through(plan, 'docx');
        expect(described(read)).toEqual(described(plan));
        expect(await through(read, 'docx')).toEqual(read);
        expect(await through(read, 'xlsx')).toEqual(read);
        expect(await through(read, 'pdf')).toEqual(read);
      }),
      { numRuns: 25 },
    );
  });
});

/** What a person has written; the rest (kinds of documents, organisations) reading works out. */
function described({
  title,
  period,
  approval,
  goal,
  tasks,
  sections,
  measures,
  tables,
  glossary,
}: PlanReading): object {
  return {
    title,
    period,
    approval,
    goal,
    tasks,
    sections,
    tables,
    glossary,
    measures: measures.map(({ number, position, section, text, deadline, responsible, results, note }) => ({
      number,
      position,
      section,
      text,
      deadline,
      note: note ?? null,
      responsible: responsible.map((party) => party.text),
      results: results.map((result) => result.text),
    })),
  };
}

async function through(plan: PlanReading, format: FormatName): Promise<PlanReading> {
  const reading = readPlan(
    await readDocument(await writeAs(planDocument(plan), format), { fileName: `plan.${format}` }),
  );
  return { ...(JSON.parse(JSON.stringify(reading)) as PlanReading), issues: [] };
}

function headersOf(plan: PlanReading): (string | undefined)[] {
  const table = planDocument(plan).blocks.find((block): block is OfficialTable => block.kind === 'table');
  return table?.header[0]?.cells.map(({ paragraphs }) => paragraphs[0]) ?? [];
}
