import { describe, expect, test } from 'vitest';
import { type CellText, document, paragraph, table } from '../document.fixture.ts';
import { readPlan } from '../read-plan.ts';

const HEADER = ['№', 'Мероприятие', 'Срок', 'Ответственный', 'Результат'];
const measure = (number: string, text: string): CellText[] => [number, text, 'май 2024 г.', 'ИРО', 'справка'];

describe('columns', () => {
  test('are known by meaning, whatever their order and words', () => {
    const { measures } = readPlan(
      document(
        table(
          [
            'Кто отвечает',
            'Дата проведения',
            'Содержание деятельности',
            'Подтверждающий документ',
            'Информация о выполнении',
            'Примечание',
          ],
          ['ИРО', 'май 2024 г.', 'Провести семинар', 'программа', 'проведён', 'дистанционно'],
        ),
      ),
    );
    expect(measures).toMatchObject([
      {
        number: null,
        text: 'Провести семинар',
        deadline: { kind: 'month' },
        responsible: [{ organisation: 'ИРО' }],
        results: [{ kind: 'программа' }],
        execution: { text: 'проведён' },
        note: 'дистанционно',
      },
    ]);
  });

  test('of two levels: the beginning and the end of the deadline', () => {
    const { measures } = readPlan(
      document(
        table(
          [
            { text: '№', down: 2 },
            { text: 'Мероприятие', down: 2 },
            { text: 'Срок', across: 2 },
            null,
            { text: 'Исполнитель', down: 2 },
          ],
          [null, null, 'начало', 'окончание', null],
          ['1', 'Семинар', '01.02.2024', '28.02.2024', 'ИРО'],
        ),
      ),
    );
    expect(measures[0]?.deadline).toMatchObject({ from: '2024-02-01', to: '2024-02-28' });
  });

  test('without a header are told by what stands in them, and that is said', () => {
    const reading = readPlan(
      document(
        table(
          ['1.', 'Провести анкетирование родителей', 'октябрь 2023 г.', 'Директор', 'Справка'],
          ['2.', 'Составить программу мониторинга', 'до 15.12.2023', 'Завуч', 'Программа'],
        ),
      ),
    );
    expect(reading.measures).toMatchObject([
      { number: '1', responsible: [{ post: 'Директор' }], results: [{ text: 'Справка' }] },
      { number: '2', deadline: { to: '2023-12-15' } },
    ]);
    expect(reading.issues.map((issue) => issue.code)).toContain('columns-guessed');
  });

  test('that mean nothing to us are kept with their headers', () => {
    const { measures } = readPlan(
      document(
        table(
          ['Мероприятие', 'Срок', 'Участники', 'Источник финансирования'],
          ['Семинар', 'май', 'педагоги', 'бюджет'],
        ),
      ),
    );
    expect(measures[0]?.other).toEqual([
      { header: 'Участники', text: 'педагоги' },
      { header: 'Источник финансирования', text: 'бюджет' },
    ]);
  });

  test('a table of indicators is no plan', () => {
    expect(
      readPlan(
        document(
          table(['№', 'Наименование показателя', 'Единица измерения', '2024 год'], ['1', 'Доля школ', '%', '5']),
        ),
      ).measures,
    ).toEqual([]);
  });
});

describe('rows', () => {
  test('split over pages are glued in every column that goes on', () => {
    const { measures } = readPlan(
      document(
        table(HEADER, [
          '1',
          'Разработка программы «Наставничество школ, показавших высокие и',
          'апрель',
          'КОПО И.И. Первый, ИРО',
          'Программа перехода школ в эффективный режим',
        ]),
        table(HEADER, ['', 'низкие результаты»', '2024 года', 'П.П. Вторая', 'работы'], measure('2', 'Семинар')),
      ),
    );
    expect(measures).toHaveLength(2);
    expect(measures[0]).toMatchObject({
      text: 'Разработка программы «Наставничество школ, показавших высокие и низкие результаты»',
      deadline: { text: 'апрель 2024 года' },
      responsible: [{ person: 'Первый И.И.' }, { organisation: 'ИРО', person: 'Вторая П.П.' }],
      results: [{ text: 'Программа перехода школ в эффективный режим работы' }],
    });
  });

  test('a table without a header goes on with the table before it', () => {
    expect(
      readPlan(document(table(HEADER, measure('1', 'Семинар')), '2', table(measure('2', 'Совещание')))).measures.map(
        ({ number }) => number,
      ),
    ).toEqual(['1', '2']);
  });

  test('a vertically merged cell belongs to all its rows', () => {
    const { measures } = readPlan(
      document(
        table(
          HEADER,
          ['1', 'Семинар', { text: 'май 2024 г.', down: 2 }, 'ИРО', 'справка'],
          ['2', 'Совещание', null, 'ИРО', 'справка'],
        ),
      ),
    );
    expect(measures[1]?.deadline.from).toBe('2024-05-01');
  });

  test('under a merged text further rows add deadlines and parties', () => {
    const { measures } = readPlan(
      document(
        table(
          HEADER,
          ['1', { text: 'Школа педагога', down: 2 }, 'октябрь', 'ММЦ', 'план'],
          ['', null, 'апрель', 'ИРО', 'отчёт'],
        ),
      ),
    );
    expect(measures).toMatchObject([
      {
        deadline: { text: 'октябрь; апрель' },
        responsible: [{ text: 'ММЦ' }, { text: 'ИРО' }],
        results: [{ text: 'план' }, { text: 'отчёт' }],
      },
    ]);
  });

  test('of column numbers, dashes and repeated headers are no measures', () => {
    expect(
      readPlan(
        document(
          table(HEADER, ['1', '2', '3', '4', '5'], measure('1', 'Семинар'), HEADER, measure('2', 'Совещание'), [
            '--',
            '--',
            '--',
            '--',
            '--',
          ]),
        ),
      ).measures,
    ).toHaveLength(2);
  });
});

describe('numbers', () => {
  test('are the automatic ones where the cell holds nothing else', () => {
    expect(
      readPlan(document(table(HEADER, [{ text: '', number: '1.1.' }, 'Семинар', 'май', 'ИРО', 'справка']))).measures[0]
        ?.number,
    ).toBe('1.1');
  });

  test('all alike or all lost give way to the place of the row', () => {
    for (const lost of ['1.', '']) {
      const { measures } = readPlan(document(table(HEADER, measure(lost, 'Семинар'), measure(lost, 'Совещание'))));
      expect(measures.map(({ number }) => number)).toEqual(['1', '2']);
    }
  });

  test('stand before the text where they have no column', () => {
    expect(
      readPlan(document(table(['Мероприятие', 'Срок'], ['1.1. Семинар', 'май'], ['1.2. Совещание', 'июнь']))).measures,
    ).toMatchObject([
      { number: '1.1', text: 'Семинар' },
      { number: '1.2', text: 'Совещание' },
    ]);
  });
});

describe('sections', () => {
  test('as full-width rows, numbered and nested', () => {
    const { sections, measures } = readPlan(
      document(
        table(
          HEADER,
          [{ text: 'I. Региональный уровень', across: 5 }],
          [{ text: '1. Кадры', across: 5 }],
          measure('1', 'Семинар'),
          [{ text: '2. Мониторинг', across: 5 }],
          measure('1', 'Сбор'),
          [{ text: 'II. Муниципальный уровень', across: 5 }],
          measure('1', 'Приказ'),
        ),
      ),
    );
    expect(sections).toEqual([
      { number: 'I', title: 'Региональный уровень', parent: null },
      { number: '1', title: 'Кадры', parent: 0 },
      { number: '2', title: 'Мониторинг', parent: 0 },
      { number: 'II', title: 'Муниципальный уровень', parent: null },
    ]);
    expect(measures.map(({ section }) => section)).toEqual([1, 2, 3]);
  });

  test('as a numbered row with nothing but a title', () => {
    const { sections, measures } = readPlan(
      document(table(HEADER, ['1', 'Кадры', '', '', ''], measure('1.1', 'Семинар'))),
    );
    expect([sections, measures.length]).toEqual([[{ number: '1', title: 'Кадры', parent: null }], 1]);
  });

  test('as headings between tables', () => {
    const { sections, measures } = readPlan(
      document(
        'План на 2024 год',
        paragraph('Раздел 1. Кадры', { bold: true }),
        table(HEADER, measure('1', 'Семинар')),
        paragraph('Раздел 2. Контроль', { bold: true }),
        table(HEADER, measure('1', 'Проверка')),
      ),
    );
    expect(sections.map(({ number, title }) => [number, title])).toEqual([
      ['1', 'Кадры'],
      ['2', 'Контроль'],
    ]);
    expect(measures.map(({ section }) => section)).toEqual([0, 1]);
  });

  test('as a merged column of directions', () => {
    const { sections, measures } = readPlan(
      document(
        table(
          ['Направление', 'Мероприятие', 'Срок'],
          [{ text: 'Кадры', down: 2 }, 'Семинар', 'май'],
          [null, 'Совещание', 'июнь'],
          ['Контроль', 'Проверка', 'июль'],
        ),
      ),
    );
    expect(sections.map(({ title }) => title)).toEqual(['Кадры', 'Контроль']);
    expect(measures.map(({ section }) => section)).toEqual([0, 0, 1]);
  });

  test('a measure that only lacks a deadline is no section', () => {
    expect(
      readPlan(document(table(HEADER, measure('1', 'Семинар'), ['2', 'Адресная помощь', '', 'ИРО', 'справка'])))
        .sections,
    ).toEqual([]);
  });
});

test('numbers merged over several measures number the groups', () => {
  const { sections, measures } = readPlan(
    document(
      table(
        ['№', 'Направление', 'Мероприятия', 'Срок', 'Ответственные'],
        [{ text: '1.', down: 2 }, { text: 'Организация', down: 2 }, '1.1. Назначение кураторов', 'май 2022', 'МОУО'],
        [null, null, '1.2. Проверка профилей', 'июнь 2022', 'Кураторы'],
        [{ text: '2.', down: 2 }, { text: 'Методика', down: 2 }, '2.1. Консультации', 'весь период', 'Кураторы'],
        [null, null, '2.2. Мониторинг', 'октябрь', 'МОУО'],
      ),
    ),
  );
  expect(sections).toMatchObject([
    { number: '1', title: 'Организация' },
    { number: '2', title: 'Методика' },
  ]);
  expect(measures.map(({ number, section, text }) => [number, section, text])).toEqual([
    ['1.1', 0, 'Назначение кураторов'],
    ['1.2', 0, 'Проверка профилей'],
    ['2.1', 1, 'Консультации'],
    ['2.2', 1, 'Мониторинг'],
  ]);
});

test('a table of figures of the same width is no part of the plan', () => {
  const { measures, other } = readPlan(
    document(
      table(HEADER, measure('1', 'Семинар')),
      '3. Показатели',
      table(['№', 'Показатель', 'Ед. изм.', '2022', '2023'], ['1', 'Доля выпускников', '%', '94', '98']),
    ),
  );
  expect(measures).toHaveLength(1);
  expect(other?.map(({ text }) => text)).toContain('1 | Доля выпускников | % | 94 | 98');
});

test('what was done is the execution, not the day it was done', () => {
  const { measures } = readPlan(
    document(
      table(
        ['№', 'Мероприятие', 'Плановый срок', 'Фактический срок', 'Исполнитель', 'Результат исполнения'],
        ['1', 'Семинар', 'март 2024', '28.03.2024', 'ИРО', 'Проведён семинар'],
      ),
    ),
  );
  expect(measures).toMatchObject([{ deadline: { kind: 'month' }, execution: { text: 'Проведён семинар' } }]);
});

test('a title set wide is read as words', () => {
  const { title } = readPlan(
    document('П Л А Н', 'работы методической службы на 2024 год', table(HEADER, measure('1', 'Семинар'))),
  );
  expect(title).toBe('ПЛАН работы методической службы на 2024 год');
});

test('stamps side by side in lines are read one after the other', () => {
  const { approval } = readPlan(
    document(
      'СОГЛАСОВАНО\tУТВЕРЖДАЮ',
      'Координатор          Директор МБОУ «СОШ с. Заречное»',
      '«02» сентября 2024 г.\tприказ № 87-о от 03.09.2024',
      'План мероприятий на 2024 год',
      table(HEADER, measure('1', 'Семинар')),
    ),
  );
  expect(approval).toEqual({ kind: 'приказ', body: 'МБОУ «СОШ с. Заречное»', number: '87-о', date: '2024-09-03' });
});

test('abbreviated headers are known, the sign of a list is no text', () => {
  const { measures } = readPlan(
    document(
      table(
        ['№', 'Мероп.', 'Срок', 'Отв.', 'Рез-т', 'Прим.'],
        ['1', '· Семинар', 'май 2024 г.', 'ИРО', 'Приказ', 'дистанционно'],
      ),
    ),
  );
  expect(measures).toMatchObject([
    {
      text: 'Семинар',
      responsible: [{ organisation: 'ИРО' }],
      results: [{ kind: 'приказ' }],
      note: 'дистанционно',
    },
  ]);
});

test('a planned result of the carrying out is no mark of it', () => {
  const { measures } = readPlan(
    document(
      table(
        ['Временные рамки', 'Мероприятие', 'Субъекты', 'Планируемые результаты реализации', 'Проделанная работа'],
        ['май 2024 г.', 'Семинар', 'ИРО', 'Приказ', 'Проведён'],
      ),
    ),
  );
  expect(measures).toMatchObject([
    {
      deadline: { kind: 'month' },
      responsible: [{ organisation: 'ИРО' }],
      results: [{ kind: 'приказ' }],
      execution: { text: 'Проведён' },
    },
  ]);
});
