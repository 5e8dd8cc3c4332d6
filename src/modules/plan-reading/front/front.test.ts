import { describe, expect, test } from 'vitest';
import { paragraph } from '../document.fixture.ts';
import { linesOf } from '../layout/lines.ts';
import { readPurpose } from './goal.ts';
import { readPeriod } from './period.ts';
import { readStamp } from './stamp.ts';
import { readTitle } from './title.ts';
import { findDate } from './written-date.ts';

const stamp = (...lines: string[]) => readStamp(lines).approval;
const lines = (...texts: string[]) => texts.flatMap((text) => linesOf(paragraph(text)));

describe('the approval stamp', () => {
  test('an act of a body in the genitive, over several lines', () => {
    expect(
      stamp(
        'Приложение № 2',
        'УТВЕРЖДЁН',
        'распоряжением министерства',
        'образования Заречной области',
        'от 29.04.2021 № 586',
        'План мероприятий',
      ),
    ).toEqual({
      kind: 'распоряжение',
      body: 'министерство образования Заречной области',
      number: '586',
      date: '2021-04-29',
    });
  });

  test('an appendix to an order', () => {
    expect(stamp('Приложение к приказу Министерства образования и науки края', 'от 25 июля 2016 г. № 940')).toEqual({
      kind: 'приказ',
      body: 'Министерство образования и науки края',
      number: '940',
      date: '2016-07-25',
    });
  });

  test('the head of a school approves by an order named below', () => {
    expect(
      stamp(
        'УТВЕРЖДАЮ',
        'Директор МБОУ «Средняя школа № 3»',
        '_________ А.А. Первая',
        'Приказ от «01» сентября 2024 г. № 87-од',
      ),
    ).toEqual({
      kind: 'приказ',
      body: 'МБОУ «Средняя школа № 3»',
      number: '87-од',
      date: '2024-09-01',
    });
  });

  test('the number may stand before the date, the number of the school is not it', () => {
    expect(stamp('Приложение', 'к приказу МБОУ СОШ № 5 № 45/1-ОД от 03.02.2022')).toMatchObject({
      body: 'МБОУ СОШ № 5',
      number: '45/1-ОД',
      date: '2022-02-03',
    });
    expect(stamp('УТВЕРЖДАЮ', 'Директор МАОУ «Гимназия № 4»', 'Первая А.А.')).toMatchObject({
      body: 'МАОУ «Гимназия № 4»',
      number: null,
      date: null,
    });
  });

  test('of two stamps the approving one counts', () => {
    expect(
      stamp(
        'СОГЛАСОВАНО',
        'педагогическим советом',
        'протокол № 1 от 29.08.2024',
        'УТВЕРЖДЕНО',
        'приказом директора школы № 5 от 30.08.2024 № 12',
      ),
    ).toMatchObject({ kind: 'приказ', number: '12' });
  });

  test.each([
    ['Приложение к постановлению Главы Лесного района от 12.10.2022 № 55', 'постановление', 'Глава Лесного района'],
    ['УТВЕРЖДЁН протоколом заседания рабочей группы от 12.05.2023 № 2', 'протокол', 'рабочая группа'],
    [
      'УТВЕРЖДЁН решением коллегии Министерства образования края (протокол от 24.12.2021 № 6)',
      'решение',
      'коллегия Министерства образования края',
    ],
    [
      'Приложение к распоряжению комитета образования от «___» ______ 2024 года № ___',
      'распоряжение',
      'комитет образования',
    ],
    ['Утв. приказом МКУ УО от 01.10.2023 № 5', 'приказ', 'МКУ УО'],
    ['Утверждаю: Заместитель министра образования края ______ И.И. Первый', null, 'министерство образования края'],
  ])('«%s» names its body', (text, kind, body) => {
    expect(stamp(text)).toMatchObject({ kind, body });
  });

  test('whose order it is says the letterhead of the same order', () => {
    expect(
      stamp(
        'МУНИЦИПАЛЬНОЕ КАЗЁННОЕ УЧРЕЖДЕНИЕ',
        '«УПРАВЛЕНИЕ ОБРАЗОВАНИЯ ОКРУГА»',
        'ПРИКАЗ',
        'от 25 сентября 2023 года № 433',
        'Об утверждении плана',
        'Приложение к приказу от 25.09.2023 № 433',
      ),
    ).toEqual({
      kind: 'приказ',
      body: 'МУНИЦИПАЛЬНОЕ КАЗЁННОЕ УЧРЕЖДЕНИЕ «УПРАВЛЕНИЕ ОБРАЗОВАНИЯ ОКРУГА»',
      number: '433',
      date: '2023-09-25',
    });
  });

  test('no stamp, no approval', () => {
    expect(stamp('План мероприятий', 'на 2024 год')).toBeNull();
  });
});

describe('the title', () => {
  test('lines that go on are joined, running text is not', () => {
    const { title } = readTitle(
      lines(
        'ПРИМЕРНЫЙ КОМПЛЕКС',
        'мер по повышению качества образования',
        'Комплекс мер (далее – меры) включает в себя мероприятия, направленные на оказание помощи школам, имеющим низкие образовательные результаты обучающихся, и их работникам на всех уровнях.',
      ),
      0,
    );
    expect(title).toBe('ПРИМЕРНЫЙ КОМПЛЕКС мер по повышению качества образования');
  });

  test('a letterhead above is passed over, a line with the year belongs to it', () => {
    const { title } = readTitle(
      lines(
        'Управление образования города',
        'Дорожная карта по поддержке школ',
        'МБОУ «Берёзовская школа» на 2024 год',
        'Цель: поддержка.',
      ),
      0,
    );
    expect(title).toBe('Дорожная карта по поддержке школ МБОУ «Берёзовская школа» на 2024 год');
  });
});

test.each([
  ['на 2016-2018 годы', '2016-01-01', '2018-12-31'],
  ['в 2019-2020 учебном году', '2019-09-01', '2020-08-31'],
  ['на 2024/25 уч. г.', '2024-09-01', '2025-08-31'],
  ['на 2025 год', '2025-01-01', '2025-12-31'],
  ['(сентябрь 2024 – май 2025)', '2024-09-01', '2025-05-31'],
  ['на 2024, 2025 годы', '2024-01-01', '2025-12-31'],
  ['на 2024/2025, 2025/2026 учебные годы', '2024-09-01', '2026-08-31'],
  ['на 2023-2024 и 2024-2025 учебные годы', '2023-09-01', '2025-08-31'],
  ['на учебный год 2024-2025', '2024-09-01', '2025-08-31'],
  ['за I полугодие 2025 года', '2025-01-01', '2025-06-30'],
  ['на период с 01.09.2024 по 31.05.2025', '2024-09-01', '2025-05-31'],
  ['на сентябрь–декабрь 2024 года', '2024-09-01', '2024-12-31'],
  ['на период до 2025 года', '2020-01-15', '2025-12-31'],
])('the period of a plan «%s»', (words, from, to) => {
  expect(readPeriod(`План мероприятий ${words}`, '2020-01-15')).toEqual({ from, to });
});

test('the day of a report is no period', () => {
  expect(readPeriod('Отчёт о выполнении плана по состоянию на 01.06.2024', null)).toBeNull();
});

test('a title without years has no period', () => {
  expect(readPeriod('План мероприятий', '2020-01-15')).toBeNull();
});

describe('goal and tasks', () => {
  test('are read where they are named', () => {
    expect(
      readPurpose(
        lines(
          'Цель: поддержка школ.',
          'Задачи:',
          '1. Выявить причины;',
          '2) Помочь',
          'педагогам.',
          'Основания: приказ',
        ),
      ),
    ).toMatchObject({
      goal: 'поддержка школ.',
      tasks: ['Выявить причины', 'Помочь педагогам'],
    });
  });

  test('and nowhere else', () => {
    expect(readPurpose(lines('В целях повышения качества образования', 'План решает задачи района'))).toMatchObject({
      goal: null,
      tasks: [],
    });
  });
});

test('days in all the ways they are written', () => {
  expect(['29.04.2021', '«01» сентября 2019 г.', '5 мая 2020', '3.2.21'].map((text) => findDate(text)?.date)).toEqual([
    '2021-04-29',
    '2019-09-01',
    '2020-05-05',
    '2021-02-03',
  ]);
  expect(findDate('31.02.2021')).toBeNull();
});
