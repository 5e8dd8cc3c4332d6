import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CellText, document, paragraph, table } from './document.fixture.ts';
import { readPlan } from './read-plan.ts';

const HEADER = ['№', 'Мероприятие', 'Срок', 'Ответственный', 'Результат'];
const measure = (number: string, text: string): CellText[] => [number, text, 'май 2024 г.', 'ИРО', 'справка'];

describe('what else a document holds', () => {
  test('abbreviations, also with a meaning over two paragraphs', () => {
    const { glossary } = readPlan(
      document(
        table(HEADER, measure('1', 'Семинар')),
        'Список сокращений',
        'ТП ПК - территориальное представительство',
        'предметной подкомиссии.',
        'ОО – образовательные организации;',
      ),
    );
    expect(glossary).toEqual([
      { term: 'ТП ПК', meaning: 'территориальное представительство предметной подкомиссии' },
      { term: 'ОО', meaning: 'образовательные организации' },
    ]);
  });

  test('courses with everything in one cell and totals', () => {
    const { tables } = readPlan(
      document(
        table(
          [
            '№',
            'Наименование программы повышения квалификации',
            'педагогические работники',
            'руководящие работники',
            'Школы',
          ],
          [
            '1.',
            'Подготовка к ОГЭ (химия), 72 часа., 25.12 -10.01.2020г., ООО "Учёба", г. Москва',
            '2',
            '',
            '1, 7,14, Лицей № 9,',
          ],
          ['ИТОГО', '', '2', '', ''],
        ),
      ),
    );
    expect(tables).toEqual([
      {
        kind: 'training-courses',
        title: null,
        totals: { teachers: 2, managers: null },
        rows: [
          {
            number: '1',
            programme: 'Подготовка к ОГЭ (химия)',
            hours: 72,
            from: '2019-12-25',
            to: '2020-01-10',
            provider: 'ООО "Учёба", г. Москва',
            teachers: 2,
            managers: null,
            schools: ['1', '7', '14', 'Лицей № 9'],
          },
        ],
      },
    ]);
  });

  test('lines that were not understood are kept', () => {
    expect(
      readPlan(document('План на 2024 год', table(HEADER, measure('1', 'Семинар')), 'Исполнитель: методист')).other,
    ).toEqual([{ where: 'после таблицы 1', text: 'Исполнитель: методист' }]);
  });
});

describe('whatever is handed in', () => {
  const text = fc.string({
    unit: fc.constantFrom(
      'План',
      ' ',
      '1.',
      '№',
      'Срок',
      'школ',
      '2024',
      '(',
      '«',
      '¶',
      'И.И.',
      ';',
      ',',
      'Первый',
      '–',
      'май',
    ),
    maxLength: 12,
  });
  const cell = fc.oneof(
    text,
    fc.record({ text, across: fc.integer({ min: 1, max: 4 }), down: fc.integer({ min: 1, max: 4 }) }),
    fc.constant(null),
  );
  const row = fc.oneof(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.constant(HEADER));
  const blocks = fc.array(
    fc.oneof(
      text.map((words) => paragraph(words)),
      fc.array(row, { minLength: 1, maxLength: 8 }).map((rows) => table(...rows)),
    ),
    { maxLength: 6 },
  );

  test('nothing is thrown, positions count from 1 and sections exist', () => {
    fc.assert(
      fc.property(blocks, (content) => {
        const { measures, sections } = readPlan({ format: 'txt', blocks: content });
        expect(measures.map(({ position }) => position)).toEqual(measures.map((_, index) => index + 1));
        expect(measures.every(({ section }) => section === null || section < sections.length)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('five thousand rows are read whole', () => {
    const planOf = (count: number) =>
      document('План на 2024 год', table(HEADER, ...Array.from({ length: count }, (_, index) => rowOf(index))));
    const rowOf = (index: number): CellText[] => [
      String(index + 1),
      `Семинар ${index} для школ №№ ${index % 50}, 3, 4, 5, 6`,
      'сентябрь 2024 г.',
      `Первая А.А., директор Средней школы № ${index % 60}, руководители МОУ №№ 1, 2, 3, ${index % 40}, 5`,
      '1. Приказ. 2. Справка; протокол',
    ];
    expect(readPlan(planOf(5000)).measures).toHaveLength(5000);
  }, 60_000);
});

describe('layouts that other programs make', () => {
  const header = ['№', 'Мероприятия', 'Сроки', 'Ответственные'];

  test('two tables joined into one with the bounds of both', () => {
    const joined = table(
      ['№', { text: 'Мероприятия', across: 3 }, null, null, 'Сроки', 'Ответственные'],
      ['1', { text: 'Анализ', across: 3 }, null, null, 'май 2024', 'ИРО'],
      ['2', 'Семинар', { text: 'июнь 2024', across: 2 }, null, { text: 'РЦОКО', across: 2 }, null],
    );
    expect(readPlan(document(joined)).measures.map((measure) => [measure.text, measure.deadline.kind])).toEqual([
      ['Анализ', 'month'],
      ['Семинар', 'month'],
    ]);
  });

  test('sections of one measure each keep their number', () => {
    const section = (text: string) => [paragraph(text, { bold: true }), table(header, ['1', 'Анализ', 'май', 'ИРО'])];
    const plan = readPlan(document('План на 2024 год', ...section('Раздел I. А'), ...section('Раздел II. Б')));
    expect(plan.measures.map(({ number }) => number)).toEqual(['1', '1']);
  });

  test('a passport names the programme', () => {
    const passport = table(
      ['Наименование программы', 'Муниципальная программа «Опора» на 2021-2024 годы'],
      ['Цель программы', 'Повышение качества образования'],
    );
    const plan = readPlan(
      document(
        'Паспорт программы',
        passport,
        table(header, ['1', 'Анализ', 'май', 'ИРО'], ['2', 'Отчёт', 'июнь', 'ИРО']),
      ),
    );
    expect(plan).toMatchObject({
      title: 'Муниципальная программа «Опора» на 2021-2024 годы',
      period: { from: '2021-01-01', to: '2024-12-31' },
      goal: 'Повышение качества образования',
    });
  });

  test('years on a line of their own close the title; all items of the goal are taken', () => {
    const plan = readPlan(
      document(
        paragraph('Программа перехода', { align: 'center' }),
        paragraph('2020 – 2022 г.г.', { align: 'center' }),
        'Цели:',
        '• качество;',
        '• мотивация.',
        table(header, ['1', 'Анализ', 'май', 'ИРО'], ['2', 'Отчёт', 'июнь', 'ИРО']),
      ),
    );
    expect(plan).toMatchObject({ period: { from: '2020-01-01', to: '2022-12-31' }, goal: 'качество; мотивация.' });
  });

  test('a table of abbreviations and its heading are understood', () => {
    const plan = readPlan(
      document(
        'План на 2024 год',
        table(header, ['1', 'Анализ', 'май', 'ИРО'], ['2', 'Отчёт', 'июнь', 'ИРО']),
        'Список сокращений',
        table(['ОО', 'образовательная организация'], ['ИРО', 'институт развития образования']),
      ),
    );
    expect(plan.glossary).toHaveLength(2);
    expect(plan.other).toEqual([]);
  });

  test('a table of courses names who arranged them', () => {
    const plan = readPlan(
      document(
        table(
          ['№', 'Образовательная организация', 'Тема курсов', 'Кол-во часов', 'Дата прохождения', 'Организатор'],
          ['1', 'СОШ № 4', 'Функциональная грамотность', '36', '10.02.2022 – 25.02.2022', 'ИРО'],
        ),
      ),
    );
    expect(plan.tables[0]?.rows).toMatchObject([{ hours: 36, provider: 'ИРО', schools: ['СОШ № 4'] }]);
    expect(plan.measures).toEqual([]);
  });

  test('the goal may stand in a note above the title', () => {
    const plan = readPlan(
      document(
        'Пояснительная записка',
        'Целью программы является повышение качества образования.',
        'Основные задачи:',
        'а) создать систему мониторинга;',
        'б) повысить квалификацию.',
        'План реализации программы «Опора» на 2023 год и плановый период 2024 и 2025 годов',
        table(
          ['Пункт', 'Наименование работ', 'Срок', 'Кто отвечает', 'Что получим', 'Где рассматривается'],
          ['1', 'Сбор данных', 'май 2024', 'Сектор мониторинга', 'База данных', 'Совет руководителей'],
        ),
      ),
    );
    expect(plan.goal).toBe('повышение качества образования.');
    expect(plan.tasks).toEqual(['создать систему мониторинга', 'повысить квалификацию']);
    expect(plan.period).toEqual({ from: '2023-01-01', to: '2025-12-31' });
    expect(plan.measures).toMatchObject([{ number: '1', results: [{ text: 'База данных' }] }]);
  });
});
