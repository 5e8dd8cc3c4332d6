import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '#documents/model.ts';
import { type CellText, document, paragraph, table } from './document.fixture.ts';
import { readPlan } from './read-plan.ts';

const HEADER = ['№', 'Мероприятие', 'Срок', 'Ответственный', 'Результат'];
const measure = (number: string, text: string): CellText[] => [number, text, 'май 2024 г.', 'ИРО', 'справка'];
const codes = (...blocks: (Block | string)[]) => readPlan(document(...blocks)).issues.map((issue) => issue.code);

describe('columns', () => {
  test('are known by meaning, whatever their order and words', () => {
    const { measures } = readPlan(document(table(['Кто отвечает', 'Дата проведения', 'Содержание деятельности', 'Подтверждающий документ', 'Информация о выполнении', 'Примечание'], ['ИРО', 'май 2024 г.', 'Провести семинар', 'программа', 'проведён', 'дистанционно'])));
    expect(measures).toMatchObject([{ number: null, text: 'Провести семинар', deadline: { kind: 'month' }, responsible: [{ organisation: 'ИРО' }], results: [{ kind: 'программа' }], execution: { text: 'проведён' }, note: 'дистанционно' }]);
  });

  test('of two levels: the beginning and the end of the deadline', () => {
    const { measures } = readPlan(document(table(
      [{ text: '№', down: 2 }, { text: 'Мероприятие', down: 2 }, { text: 'Срок', across: 2 }, null, { text: 'Исполнитель', down: 2 }],
      [null, null, 'начало', 'окончание', null],
      ['1', 'Семинар', '01.02.2024', '28.02.2024', 'ИРО'],
    )));
    expect(measures[0]?.deadline).toMatchObject({ from: '2024-02-01', to: '2024-02-28' });
  });

  test('without a header are told by what stands in them, and that is said', () => {
    const reading = readPlan(document(table(['1.', 'Провести анкетирование родителей', 'октябрь 2023 г.', 'Директор', 'Справка'], ['2.', 'Составить программу мониторинга', 'до 15.12.2023', 'Завуч', 'Программа'])));
    expect(reading.measures).toMatchObject([{ number: '1', responsible: [{ post: 'Директор' }], results: [{ text: 'Справка' }] }, { number: '2', deadline: { to: '2023-12-15' } }]);
    expect(reading.issues.map((issue) => issue.code)).toContain('columns-guessed');
  });

  test('that mean nothing to us are kept with their headers', () => {
    const { measures } = readPlan(document(table(['Мероприятие', 'Срок', 'Участники', 'Источник финансирования'], ['Семинар', 'май', 'педагоги', 'бюджет'])));
    expect(measures[0]?.other).toEqual([{ header: 'Участники', text: 'педагоги' }, { header: 'Источник финансирования', text: 'бюджет' }]);
  });

  test('a table of indicators is no plan', () => {
    expect(readPlan(document(table(['№', 'Наименование показателя', 'Единица измерения', '2024 год'], ['1', 'Доля школ', '%', '5']))).measures).toEqual([]);
  });
});

describe('rows', () => {
  test('split over pages are glued in every column that goes on', () => {
    const { measures } = readPlan(document(
      table(HEADER, ['1', 'Разработка программы «Наставничество школ, показавших высокие и', 'апрель', 'КОПО И.И. Первый, ИРО', 'Программа перехода школ в эффективный режим']),
      table(HEADER, ['', 'низкие результаты»', '2024 года', 'П.П. Вторая', 'работы'], measure('2', 'Семинар')),
    ));
    expect(measures).toHaveLength(2);
    expect(measures[0]).toMatchObject({
      text: 'Разработка программы «Наставничество школ, показавших высокие и низкие результаты»', deadline: { text: 'апрель 2024 года' },
      responsible: [{ person: 'Первый И.И.' }, { organisation: 'ИРО', person: 'Вторая П.П.' }], results: [{ text: 'Программа перехода школ в эффективный режим работы' }],
    });
  });

  test('a table without a header goes on with the table before it', () => {
    expect(readPlan(document(table(HEADER, measure('1', 'Семинар')), '2', table(measure('2', 'Совещание')))).measures.map(({ number }) => number)).toEqual(['1', '2']);
  });

  test('a vertically merged cell belongs to all its rows', () => {
    const { measures } = readPlan(document(table(HEADER, ['1', 'Семинар', { text: 'май 2024 г.', down: 2 }, 'ИРО', 'справка'], ['2', 'Совещание', null, 'ИРО', 'справка'])));
    expect(measures[1]?.deadline.from).toBe('2024-05-01');
  });

  test('under a merged text further rows add deadlines and parties', () => {
    const { measures } = readPlan(document(table(HEADER, ['1', { text: 'Школа педагога', down: 2 }, 'октябрь', 'ММЦ', 'план'], ['', null, 'апрель', 'ИРО', 'отчёт'])));
    expect(measures).toMatchObject([{ deadline: { text: 'октябрь; апрель' }, responsible: [{ text: 'ММЦ' }, { text: 'ИРО' }], results: [{ text: 'план' }, { text: 'отчёт' }] }]);
  });

  test('of column numbers, dashes and repeated headers are no measures', () => {
    expect(readPlan(document(table(HEADER, ['1', '2', '3', '4', '5'], measure('1', 'Семинар'), HEADER, measure('2', 'Совещание'), ['--', '--', '--', '--', '--']))).measures).toHaveLength(2);
  });
});

describe('numbers', () => {
  test('are the automatic ones where the cell holds nothing else', () => {
    expect(readPlan(document(table(HEADER, [{ text: '', number: '1.1.' }, 'Семинар', 'май', 'ИРО', 'справка']))).measures[0]?.number).toBe('1.1');
  });

  test('all alike or all lost give way to the place of the row', () => {
    for (const lost of ['1.', '']) {
      const { measures } = readPlan(document(table(HEADER, measure(lost, 'Семинар'), measure(lost, 'Совещание'))));
      expect(measures.map(({ number }) => number)).toEqual(['1', '2']);
    }
  });

  test('stand before the text where they have no column', () => {
    expect(readPlan(document(table(['Мероприятие', 'Срок'], ['1.1. Семинар', 'май'], ['1.2. Совещание', 'июнь']))).measures).toMatchObject([{ number: '1.1', text: 'Семинар' }, { number: '1.2', text: 'Совещание' }]);
  });
});

describe('sections', () => {
  test('as full-width rows, numbered and nested', () => {
    const { sections, measures } = readPlan(document(table(HEADER, [{ text: 'I. Региональный уровень', across: 5 }], [{ text: '1. Кадры', across: 5 }], measure('1', 'Семинар'), [{ text: '2. Мониторинг', across: 5 }], measure('1', 'Сбор'), [{ text: 'II. Муниципальный уровень', across: 5 }], measure('1', 'Приказ'))));
    expect(sections).toEqual([
      { number: 'I', title: 'Региональный уровень', parent: null }, { number: '1', title: 'Кадры', parent: 0 },
      { number: '2', title: 'Мониторинг', parent: 0 }, { number: 'II', title: 'Муниципальный уровень', parent: null },
    ]);
    expect(measures.map(({ section }) => section)).toEqual([1, 2, 3]);
  });

  test('as a numbered row with nothing but a title', () => {
    const { sections, measures } = readPlan(document(table(HEADER, ['1', 'Кадры', '', '', ''], measure('1.1', 'Семинар'))));
    expect([sections, measures.length]).toEqual([[{ number: '1', title: 'Кадры', parent: null }], 1]);
  });

  test('as headings between tables', () => {
    const { sections, measures } = readPlan(document('План на 2024 год', paragraph('Раздел 1. Кадры', { bold: true }), table(HEADER, measure('1', 'Семинар')), paragraph('Раздел 2. Контроль', { bold: true }), table(HEADER, measure('1', 'Проверка'))));
    expect(sections.map(({ number, title }) => [number, title])).toEqual([['1', 'Кадры'], ['2', 'Контроль']]);
    expect(measures.map(({ section }) => section)).toEqual([0, 1]);
  });

  test('as a merged column of directions', () => {
    const { sections, measures } = readPlan(document(table(['Направление', 'Мероприятие', 'Срок'], [{ text: 'Кадры', down: 2 }, 'Семинар', 'май'], [null, 'Совещание', 'июнь'], ['Контроль', 'Проверка', 'июль'])));
    expect(sections.map(({ title }) => title)).toEqual(['Кадры', 'Контроль']);
    expect(measures.map(({ section }) => section)).toEqual([0, 0, 1]);
  });

  test('a measure that only lacks a deadline is no section', () => {
    expect(readPlan(document(table(HEADER, measure('1', 'Семинар'), ['2', 'Адресная помощь', '', 'ИРО', 'справка']))).sections).toEqual([]);
  });
});

describe('what else a document holds', () => {
  test('abbreviations, also with a meaning over two paragraphs', () => {
    const { glossary } = readPlan(document(table(HEADER, measure('1', 'Семинар')), 'Список сокращений', 'ТП ПК - территориальное представительство', 'предметной подкомиссии.', 'ОО – образовательные организации;'));
    expect(glossary).toEqual([{ term: 'ТП ПК', meaning: 'территориальное представительство предметной подкомиссии' }, { term: 'ОО', meaning: 'образовательные организации' }]);
  });

  test('courses with everything in one cell and totals', () => {
    const { tables } = readPlan(document(table(
      ['№', 'Наименование программы повышения квалификации', 'педагогические работники', 'руководящие работники', 'Школы'],
      ['1.', 'Подготовка к ОГЭ (химия), 72 часа., 25.12 -10.01.2020г., ООО "Учёба", г. Москва', '2', '', '1, 7,14, Лицей № 9,'], ['ИТОГО', '', '2', '', ''],
    )));
    expect(tables).toEqual([{
      kind: 'training-courses', title: null, totals: { teachers: 2, managers: null },
      rows: [{ number: '1', programme: 'Подготовка к ОГЭ (химия)', hours: 72, from: '2019-12-25', to: '2020-01-10', provider: 'ООО "Учёба", г. Москва', teachers: 2, managers: null, schools: ['1', '7', '14', 'Лицей № 9'] }],
    }]);
  });

  test('lines that were not understood are kept', () => {
    expect(readPlan(document('План на 2024 год', table(HEADER, measure('1', 'Семинар')), 'Исполнитель: методист')).other).toEqual([{ where: 'после таблицы 1', text: 'Исполнитель: методист' }]);
  });
});

describe('what a careful reader would ask', () => {
  test.each<[string, CellText[][]]>([
    ['deadline-missing', [['1', 'Семинар', '', 'ИРО', 'справка']]],
    ['deadline-unrecognised', [['1', 'Семинар', 'как получится', 'ИРО', 'справка']]],
    ['deadline-outside-period', [['1', 'Семинар', 'май 2031 г.', 'ИРО', 'справка']]],
    ['responsible-missing', [['1', 'Семинар', 'май', '–', 'справка']]],
    ['responsible-unknown', [['1', 'Семинар', 'май', 'неведомо кто', 'справка']]],
    ['result-missing', [['1', 'Семинар', 'май', 'ИРО', '']]],
    ['text-missing', [['1', '', 'май', 'ИРО', 'справка']]],
    ['number-duplicate', [measure('1', 'Семинар'), measure('2', 'Сбор'), measure('2', 'Отчёт')]],
    ['number-gap', [measure('1', 'Семинар'), measure('3', 'Сбор')]],
  ])('%s', (code, rows) => {
    expect(codes('План на 2024 год', table(HEADER, ...rows))).toContain(code);
  });

  test.each([
    ['execution-repeats-measure', 'Проведение семинара для учителей школ', 'Проведение семинара для учителей школ'],
    ['execution-link-missing', 'Семинар', 'ССЫЛКА'],
  ])('%s', (code, text, mark) => {
    expect(codes(table(['Мероприятие', 'Отметка об исполнении'], [text, mark]))).toContain(code);
  });

  test('a mark that says what was done, or that has its link, is fine', () => {
    expect(codes(table(['Мероприятие', 'Отметка об исполнении'], ['Проведение семинара', 'Проведено 12.05.2024, протокол № 2'], ['Круглый стол', { text: 'ссылка', links: ['https://example.org/'] }]))).toEqual(['deadline-column-missing']);
  });

  test('lists of schools that contradict each other', () => {
    expect(codes(table(['Мероприятие', 'Ответственный'], ['Семинар', 'руководители МОУ №№ 1, 2, 3, 4, 5, 6'], ['Сбор', 'администрация Средних школ №№ 1, 2, 3, 4, 5, 9']))).toContain('schools-contradict');
  });

  test('a count of schools that the list does not bear out, totals that do not add up', () => {
    expect(codes(table(['Мероприятие', 'Отметка об исполнении'], ['Отбор', 'Выявлено 4 школы (МОУ №№ 1, 2, 3)']))).toContain('schools-count-differs');
    expect(codes(table(['Тема курсов', 'Часы', 'Педагоги'], ['Химия', '72', '3'], ['Итого', '', '4']))).toContain('totals-differ');
  });

  test('only a document without a plan has an error', () => {
    expect(readPlan(document('Уважаемые коллеги!')).issues).toMatchObject([{ severity: 'error', code: 'no-measures' }]);
  });
});

describe('whatever is handed in', () => {
  const text = fc.string({ unit: fc.constantFrom('План', ' ', '1.', '№', 'Срок', 'школ', '2024', '(', '«', '¶', 'И.И.', ';', ',', 'Первый', '–', 'май'), maxLength: 12 });
  const cell = fc.oneof(text, fc.record({ text, across: fc.integer({ min: 1, max: 4 }), down: fc.integer({ min: 1, max: 4 }) }), fc.constant(null));
  const row = fc.oneof(fc.array(cell, { minLength: 1, maxLength: 5 }), fc.constant(HEADER));
  const blocks = fc.array(fc.oneof(text.map((words) => paragraph(words)), fc.array(row, { minLength: 1, maxLength: 8 }).map((rows) => table(...rows))), { maxLength: 6 });

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

  test('5 000 rows are read in a few seconds', () => {
    const rows = Array.from({ length: 5000 }, (_, index) => ['' + (index + 1), `Семинар ${index} для школ №№ ${index % 50}, 3, 4, 5, 6`, 'сентябрь 2024 г.', `Первая А.А., директор Средней школы № ${index % 60}, руководители МОУ №№ 1, 2, 3, ${index % 40}, 5`, '1. Приказ. 2. Справка; протокол']);
    const started = performance.now();
    expect(readPlan(document('План на 2024 год', table(HEADER, ...rows))).measures).toHaveLength(5000);
    expect(performance.now() - started).toBeLessThan(9000);
  });
});
