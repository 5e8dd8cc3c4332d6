/** When measures fall due, by the periods of the plans in the documents. */
import { describe, expect, test } from 'vitest';
import type { Period } from '#kernel/dates.ts';
import { type OccurrenceOptions, occurrences, parseDeadline } from './index.ts';

const THREE_YEARS: Period = { from: '2016-01-01', to: '2018-12-31' };
const SCHOOL_YEAR: Period = { from: '2019-09-01', to: '2020-08-31' };
const YEAR: Period = { from: '2021-01-01', to: '2021-12-31' };

/** «2016-10-01…2016-10-31 октябрь 2016 г.» */
function due(text: string, period: Period | null, options: Omit<OccurrenceOptions, 'period'> = {}): string[] {
  return occurrences(parseDeadline(text), { period, ...options }).map(({ windowFrom, dueOn, label }) =>
    `${windowFrom ?? ''}…${dueOn ?? ''} ${label}`.replaceAll('\u00A0', ' '),
  );
}

describe('stated windows', () => {
  test('a month, a stretch of months, a day and a term are one occurrence each', () => {
    expect(due('июнь 2016 г.', THREE_YEARS)).toEqual(['2016-06-01…2016-06-30 июнь 2016 г.']);
    expect(due('сентябрь – октябрь 2019 года', SCHOOL_YEAR)).toEqual([
      '2019-09-01…2019-10-31 сентябрь – октябрь 2019 г.',
    ]);
    expect(due('15.10.2019', SCHOOL_YEAR)).toEqual(['2019-10-15…2019-10-15 15 октября 2019 г.']);
    expect(due('до 1 октября 2019 г.', SCHOOL_YEAR)).toEqual(['…2019-10-01 до 1 октября 2019 г.']);
    expect(due('II квартал 2021 г.', YEAR)).toEqual(['2021-04-01…2021-06-30 II квартал 2021 г.']);
    expect(due('в течение 2021 года', YEAR)).toEqual(['2021-01-01…2021-12-31 2021 год']);
  });

  test('several years are reported year by year', () => {
    expect(due('2016 – 2018', THREE_YEARS)).toEqual([
      '2016-01-01…2016-12-31 2016 год',
      '2017-01-01…2017-12-31 2017 год',
      '2018-01-01…2018-12-31 2018 год',
    ]);
    expect(due('2017-2018', THREE_YEARS)).toHaveLength(2);
  });

  test('a list is one occurrence an item', () => {
    expect(due('сентябрь, декабрь 2019, май 2020', SCHOOL_YEAR)).toEqual([
      '2019-09-01…2019-09-30 сентябрь 2019 г.',
      '2019-12-01…2019-12-31 декабрь 2019 г.',
      '2020-05-01…2020-05-31 май 2020 г.',
    ]);
  });

  test('a window that reaches out of the period is cut, one outside gives nothing', () => {
    expect(due('август– декабрь 2019 года', SCHOOL_YEAR)).toEqual(['2019-09-01…2019-12-31 август – декабрь 2019 г.']);
    expect(due('Сентябрь-декабрь 2020 года', SCHOOL_YEAR)).toEqual([]);
    expect(due('до 1 октября 2025', YEAR)).toEqual([]);
  });
});

describe('days and months without a year', () => {
  test('fall into every year of the period', () => {
    expect(due('август', YEAR)).toEqual(['2021-08-01…2021-08-31 август 2021 г.']);
    expect(due('август', THREE_YEARS)).toHaveLength(3);
    expect(due('сентябрь, май', SCHOOL_YEAR)).toEqual([
      '2019-09-01…2019-09-30 сентябрь 2019 г.',
      '2020-05-01…2020-05-31 май 2020 г.',
    ]);
    expect(due('до 1 октября', SCHOOL_YEAR)).toEqual(['…2019-10-01 до 1 октября 2019 г.']);
    expect(due('3 декада мая', SCHOOL_YEAR)).toEqual(['2020-05-21…2020-05-31 21–31 мая 2020 г.']);
    expect(due('ноябрь – февраль', SCHOOL_YEAR)).toEqual(['2019-11-01…2020-02-29 ноябрь 2019 г. – февраль 2020 г.']);
  });

  test('a half is of the school year in a plan for a school year', () => {
    expect(due('I полугодие', SCHOOL_YEAR)).toEqual(['2019-09-01…2019-12-31 1-е полугодие 2019/20 учебного года']);
    expect(due('I полугодие', YEAR)).toEqual(['2021-01-01…2021-06-30 1-е полугодие 2021 г.']);
  });
});

describe('what goes on', () => {
  test('is reported twice a year unless the plan says otherwise', () => {
    expect(due('в течение года', SCHOOL_YEAR)).toEqual([
      '2019-09-01…2019-12-31 1-е полугодие 2019/20 учебного года',
      '2020-01-01…2020-08-31 2-е полугодие 2019/20 учебного года',
    ]);
    expect(due('постоянно', YEAR)).toEqual([
      '2021-01-01…2021-06-30 1-е полугодие 2021 г.',
      '2021-07-01…2021-12-31 2-е полугодие 2021 г.',
    ]);
    expect(due('постоянно', YEAR, { rhythm: 'quarterly' })).toHaveLength(4);
    expect(due('постоянно (по мере необходимости)', YEAR, { rhythm: 'yearly' })).toEqual([
      '2021-01-01…2021-12-31 2021 год',
    ]);
  });

  test('starts where it starts', () => {
    expect(due('с марта 2021', YEAR)).toEqual([
      '2021-03-01…2021-06-30 1-е полугодие 2021 г.',
      '2021-07-01…2021-12-31 2-е полугодие 2021 г.',
    ]);
    expect(due('с августа 2020', YEAR)).toHaveLength(2);
  });

  test('after «далее» by its own recurrence or by the rhythm', () => {
    expect(due('октябрь 2016 г., далее - постоянно', THREE_YEARS)).toEqual([
      '2016-10-01…2016-10-31 октябрь 2016 г.',
      '2016-11-01…2016-12-31 2-е полугодие 2016 г.',
      '2017-01-01…2017-06-30 1-е полугодие 2017 г.',
      '2017-07-01…2017-12-31 2-е полугодие 2017 г.',
      '2018-01-01…2018-06-30 1-е полугодие 2018 г.',
      '2018-07-01…2018-12-31 2-е полугодие 2018 г.',
    ]);
    expect(due('июнь 2017 г. далее - ежегодно', THREE_YEARS)).toEqual([
      '2017-06-01…2017-06-30 июнь 2017 г.',
      '2018-06-01…2018-06-30 июнь 2018 г.',
    ]);
  });
});

describe('what recurs', () => {
  test('by weeks, months, quarters, halves and years of the calendar', () => {
    expect(due('еженедельно', { from: '2021-03-01', to: '2021-03-31' })).toHaveLength(5);
    expect(due('раз в две недели', { from: '2021-03-01', to: '2021-03-31' })).toHaveLength(3);
    expect(due('ежемесячно', SCHOOL_YEAR)).toHaveLength(12);
    expect(due('ежемесячно', SCHOOL_YEAR)[1]).toBe('2019-10-01…2019-10-31 октябрь 2019 г.');
    expect(due('ежеквартально', YEAR)[3]).toBe('2021-10-01…2021-12-31 IV квартал 2021 г.');
    expect(due('два раза в год', THREE_YEARS)).toHaveLength(6);
    expect(due('1 раз в год', SCHOOL_YEAR)).toEqual(['2019-09-01…2020-08-31 2019/20 учебный год']);
    expect(due('3 раза в год', SCHOOL_YEAR)).toEqual([
      '2019-09-01…2019-12-31 сентябрь – декабрь 2019 г.',
      '2020-01-01…2020-04-30 январь – апрель 2020 г.',
      '2020-05-01…2020-08-31 май – август 2020 г.',
    ]);
  });

  test('in the months that it names', () => {
    expect(due('2 раза в год (сентябрь, май)', SCHOOL_YEAR)).toEqual([
      '2019-09-01…2019-09-30 сентябрь 2019 г.',
      '2020-05-01…2020-05-31 май 2020 г.',
    ]);
    expect(due('ежегодно в мае', THREE_YEARS)).toHaveLength(3);
    expect(due('ежегодно до 1 октября', THREE_YEARS)[1]).toBe('…2017-10-01 до 1 октября 2017 г.');
    expect(due('ежемесячно с сентября по ноябрь', YEAR)).toHaveLength(3);
    expect(due('ежемесячно с октября 2019 г. по май 2020 г.', SCHOOL_YEAR)).toHaveLength(8);
    expect(due('ежегодно, начиная с 2017 года', THREE_YEARS)).toEqual([
      '2017-01-01…2017-12-31 2017 год',
      '2018-01-01…2018-12-31 2018 год',
    ]);
  });

  test('on the day that it names, inside the plan', () => {
    expect(due('ежемесячно, до 5 числа', SCHOOL_YEAR)[1]).toBe('2019-10-01…2019-10-05 октябрь 2019 г.');
    expect(due('ежеквартально, до 10 числа месяца, следующего за отчетным', YEAR)).toEqual([
      '2021-01-01…2021-04-10 I квартал 2021 г.',
      '2021-04-01…2021-07-10 II квартал 2021 г.',
      '2021-07-01…2021-10-10 III квартал 2021 г.',
      '2021-10-01…2021-12-31 IV квартал 2021 г.',
    ]);
  });
});

describe('what the calendar does not hold', () => {
  test.each([
    'по плану мероприятий ОМСУ',
    'по запросу',
    'после получения результатов ВПР',
    'октябрь года, в котором проведен мониторинг',
  ])('«%s» is due at the end of the period', (text) => expect(due(text, YEAR)).toEqual([`…2021-12-31 ${text}`]));

  test('nothing and nonsense are due at the end as well, under a name that says why', () => {
    expect(due('', YEAR)).toEqual(['…2021-12-31 срок не указан']);
    expect(due('31.02.2021', YEAR)).toEqual(['…2021-12-31 срок не распознан']);
  });

  test('a schedule that was bound gives its days inside the period', () => {
    const days = [
      { dueOn: '2021-10-15', label: 'семинар 2' },
      { dueOn: '2021-03-15', label: 'семинар 1' },
      { dueOn: '2022-03-15', label: 'семинар 3' },
    ];
    expect(due('по плану ИРО', YEAR, { boundSchedule: days })).toEqual([
      '…2021-03-15 семинар 1',
      '…2021-10-15 семинар 2',
    ]);
    expect(due('по плану ИРО', YEAR, { boundSchedule: { from: '2020-09-01', to: '2021-08-31' } })).toEqual([
      '2021-01-01…2021-08-31 2020/21 учебный год',
    ]);
    expect(due('май 2021', YEAR, { boundSchedule: days })).toEqual(['2021-05-01…2021-05-31 май 2021 г.']);
  });

  test('a plan without a period has only the days that the text states', () => {
    expect(due('май 2025', null)).toEqual(['2025-05-01…2025-05-31 май 2025 г.']);
    expect(due('май 2025 г., далее – ежегодно', null)).toEqual(['2025-05-01…2025-05-31 май 2025 г.']);
    expect(due('постоянно', null)).toEqual(['… постоянно']);
    expect(due('август', null)).toEqual(['… август']);
  });

  test('a structure corrected by hand counts, not the text it came from', () => {
    const corrected = { ...parseDeadline('сентябрь'), kind: 'month' as const, from: '2021-10-01', to: '2021-10-31' };
    expect(occurrences(corrected, { period: YEAR }).map(({ dueOn }) => dueOn)).toEqual(['2021-10-31']);
  });
});
