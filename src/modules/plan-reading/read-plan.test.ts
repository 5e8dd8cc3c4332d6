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

  test('time grows with the rows, not with their square', () => {
    const planOf = (count: number) =>
      document('План на 2024 год', table(HEADER, ...Array.from({ length: count }, (_, index) => rowOf(index))));
    const rowOf = (index: number): CellText[] => [
      String(index + 1),
      `Семинар ${index} для школ №№ ${index % 50}, 3, 4, 5, 6`,
      'сентябрь 2024 г.',
      `Первая А.А., директор Средней школы № ${index % 60}, руководители МОУ №№ 1, 2, 3, ${index % 40}, 5`,
      '1. Приказ. 2. Справка; протокол',
    ];
    const secondsFor = (count: number) => {
      const plan = planOf(count);
      const started = performance.now();
      expect(readPlan(plan).measures).toHaveLength(count);
      return performance.now() - started;
    };
    secondsFor(100);
    const few = Math.max(secondsFor(250), secondsFor(250));
    expect(secondsFor(2500) / few).toBeLessThan(40);
  }, 30_000);
});
