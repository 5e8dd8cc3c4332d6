/** What holds of every text and every structure. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths, daysInMonth, isoDate, lastDayOfMonth, type Period } from '#kernel/dates.ts';
import type { Deadline, Recurrence } from '../contract.ts';
import { type OccurrenceOptions, occurrences, parseDeadline, printDeadline } from './index.ts';
import { EMPTY } from './structure.ts';

const RECURRENCES: Recurrence[] = ['weekly', 'biweekly', 'monthly', 'quarterly', 'half-yearly', 'yearly'];
const EVENTS = [
  'начало учебного года',
  'получение результатов ВПР',
  'проведен мониторинг',
  'итоги I полугодия 2024/25',
  'ГИА',
];
const SCHEDULES = [
  'мероприятий ОМСУ',
  'работы окружного методического объединения, опорных школ',
  'ИРО',
  '«Точка роста»',
];

const year = fc.integer({ min: 1990, max: 2080 });
const month = fc.integer({ min: 1, max: 12 });
const day = fc
  .tuple(year, month, fc.integer({ min: 1, max: 31 }))
  .map(([y, m, d]) => isoDate(y, m, Math.min(d, daysInMonth(y, m))));
const later = (from: string, days: number) => addDays(from, days);
const recurrence = fc.constantFrom(...RECURRENCES);
const maybeRecurrence = fc.option(recurrence);

function made(kind: Deadline['kind'], fields: fc.Arbitrary<Partial<Deadline>>): fc.Arbitrary<Deadline> {
  return fc
    .tuple(fields, fc.constantFrom('', 'текст утрачен', 'март 1999'))
    .map(([some, text]) => ({ text, kind, ...EMPTY, ...some }));
}

/** Every structure that the parser can make, with no text or a text that no longer says it. */
const structure: fc.Arbitrary<Deadline> = fc.oneof(
  made(
    'date',
    day.map((to) => ({ to })),
  ),
  made(
    'date',
    fc.tuple(day, fc.nat(900)).map(([from, days]) => ({ from, to: later(from, days) })),
  ),
  made(
    'date',
    day.map((to) => ({ to, onDemand: true })),
  ),
  made(
    'date',
    fc.tuple(day, fc.constantFrom(...EVENTS)).map(([to, event]) => ({ to, event })),
  ),
  made(
    'month',
    fc.tuple(year, month).map(([y, m]) => ({ from: isoDate(y, m, 1), to: lastDayOfMonth(isoDate(y, m, 1)) })),
  ),
  made(
    'month-range',
    fc.tuple(year, month, fc.integer({ min: 1, max: 30 })).map(([y, m, more]) => ({
      from: isoDate(y, m, 1),
      to: lastDayOfMonth(addMonths(isoDate(y, m, 1), more)),
    })),
  ),
  made(
    'year',
    year.map((y) => ({ from: isoDate(y, 1, 1), to: isoDate(y, 12, 31) })),
  ),
  made(
    'year-range',
    fc
      .tuple(year, fc.integer({ min: 1, max: 9 }))
      .map(([y, n]) => ({ from: isoDate(y, 1, 1), to: isoDate(y + n, 12, 31) })),
  ),
  made(
    'school-year',
    fc
      .tuple(year, fc.integer({ min: 1, max: 4 }))
      .map(([y, n]) => ({ from: isoDate(y, 9, 1), to: isoDate(y + n, 8, 31) })),
  ),
  made(
    'open-start',
    fc.option(day).map((from) => ({ from })),
  ),
  made(
    'recurring',
    maybeRecurrence.map((how) => ({ recurrence: how })),
  ),
  made(
    'recurring',
    fc.tuple(recurrence, day, fc.integer({ min: 400, max: 900 })).map(([how, from, days]) => ({
      recurrence: how,
      from,
      to: later(from, days),
    })),
  ),
  made(
    'recurring',
    fc.tuple(recurrence, day).map(([how, to]) => ({ recurrence: how, to, onDemand: true })),
  ),
  made(
    'recurring',
    fc.tuple(recurrence, day).map(([how, from]) => ({ recurrence: how, from })),
  ),
  made(
    'continuous',
    fc.boolean().map((onDemand) => ({ onDemand })),
  ),
  made(
    'external-schedule',
    fc.option(fc.constantFrom(...SCHEDULES)).map((schedule) => ({ schedule })),
  ),
  made(
    'external-schedule',
    fc
      .tuple(fc.constantFrom(...SCHEDULES), day, fc.nat(400), maybeRecurrence)
      .map(([schedule, from, days, how]) => ({
        schedule,
        from,
        to: later(from, days),
        recurrence: how,
      }))
      .filter(({ recurrence: how }) => how !== 'yearly'),
  ),
  made(
    'event-relative',
    fc.constantFrom(...EVENTS).map((event) => ({ event })),
  ),
  made('month-no-year', fc.constant({})),
  made(
    'composite',
    fc.tuple(fc.option(day), fc.option(fc.integer({ min: 2, max: 900 })), maybeRecurrence).map(([from, days, how]) => ({
      from,
      to: from === null || days === null ? null : later(from, days),
      recurrence: how,
    })),
  ),
  made('unspecified', fc.constant({})),
);

const SCRAPS = [
  'до',
  'с',
  'по',
  'к',
  'в',
  'на',
  'не позднее',
  'в течение',
  'года',
  'учебного года',
  'сентябрь',
  'мая',
  '15',
  '31',
  '1',
  '2024',
  '2024/25',
  '2025 г.',
  '01.10.2024',
  '30.02',
  'I',
  'квартал',
  'полугодие',
  'декада',
  'первая',
  'половина',
  '-',
  '–',
  ',',
  ';',
  '.',
  '(',
  ')',
  '/',
  ':',
  '\n',
  '«',
  '»',
  'ежегодно',
  'ежемесячно',
  '2 раза в год',
  'постоянно',
  'далее',
  'и',
  'затем',
  'по запросу',
  'по плану',
  'по окончании',
  'четверти',
  'каждого',
  'месяца',
  'числа',
  'следующего за отчетным',
  'конец',
  'начало',
  'каникулы',
  'constructor',
  '__proto__',
  'ОМСУ',
  'II',
  '№',
  '1-е',
  'п/г',
  'году, в котором',
];
const CLAUSES = [
  'до 01.10.2024',
  'сентябрь',
  'май 2025',
  'сентябрь-октябрь 2024',
  'с августа 2020',
  '2024 год',
  'в течение 2024/25 учебного года',
  '3 декада октября',
  'ежегодно',
  'ежемесячно',
  '2 раза в год',
  'до 5 числа',
  'каждую пятницу',
  'постоянно',
  'в течение года',
  'по мере необходимости',
  'по запросу школ',
  'по плану ОМСУ',
  'согласно приказу министерства',
  'по отдельному графику',
  'до начала учебного года',
  'по итогам каждой четверти',
  'I квартал',
  '2 полугодие',
  'осенние каникулы',
  'в течение 10 дней после утверждения',
  'поэтапно',
  '(дистанционно)',
  '15',
  '15 мая',
  'по плану работы на 2025 год',
  'до 1 октября',
];
const JOINERS = [', ', '; ', ' ', ' и ', ' – ', ', далее – ', ': ', ', затем '];
const joined = fc
  .array(fc.tuple(fc.constantFrom(...CLAUSES), fc.constantFrom(...JOINERS)), { minLength: 1, maxLength: 4 })
  .map((clauses) => clauses.flat().slice(0, -1).join(''));
const sentence = fc.oneof(
  joined,
  fc.array(fc.constantFrom(...SCRAPS), { maxLength: 5 }).map((scraps) => scraps.join(' ')),
);

const sameMeaning = (deadline: Deadline) => ({ ...deadline, text: '' });

describe('printing', () => {
  test('a structure that is printed and read again is the same', () => {
    fc.assert(
      fc.property(structure, (deadline) => {
        const printed = printDeadline(deadline);
        expect(sameMeaning(parseDeadline(printed)), printed).toEqual(sameMeaning(deadline));
      }),
      { numRuns: 1500 },
    );
  });

  test('whatever a text was read as survives printing', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const deadline = parseDeadline(text);
        const printed = printDeadline(deadline);
        expect(sameMeaning(parseDeadline(printed)), `${text} → ${printed}`).toEqual(sameMeaning(deadline));
      }),
      { numRuns: 3000 },
    );
  });

  test('printing twice changes nothing more', () => {
    fc.assert(
      fc.property(sentence, (text) => {
        const once = printDeadline(parseDeadline(text));
        expect(printDeadline(parseDeadline(once))).toBe(once);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('reading', () => {
  test('no text throws, and every date that comes out exists', () => {
    fc.assert(
      fc.property(fc.oneof(sentence, fc.string({ unit: 'binary' }), fc.string()), (text) => {
        const { from, to } = parseDeadline(text);
        for (const date of [from, to]) if (date !== null) expect(addDays(date, 0)).toBe(date);
        if (from !== null && to !== null) expect(from <= to).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('white space, dashes, case and look-alike letters do not matter', () => {
    fc.assert(
      fc.property(
        sentence,
        fc.constantFrom('-', '–', '—', '‑', '−'),
        fc.constantFrom(' ', '\u00A0', '\n', '  ', '\u202F'),
        (text, dash, space) => {
          const plain = text.replaceAll('–', '-');
          const varied = plain.replaceAll('-', dash).replaceAll(' ', space);
          const shouted = plain.toUpperCase();
          const typed = plain.replaceAll('о', 'o').replaceAll('е', 'e').replaceAll('с', 'c');
          const expected = dates(parseDeadline(plain));
          expect(dates(parseDeadline(varied))).toEqual(expected);
          expect(dates(parseDeadline(shouted))).toEqual(expected);
          expect(dates(parseDeadline(typed))).toEqual(expected);
        },
      ),
      { numRuns: 1500 },
    );
  });

  test.each([
    'сентябрь, ',
    'по плану ',
    '(',
    'до ',
    '1.',
    'и ',
    '«',
    'далее ',
    'после ',
    'a',
    '- ',
    '1',
    '31.12.2024, ',
    'по запросу, ',
  ])(
    '10 000 characters of «%s» are read without delay',
    (scrap) => {
      const text = scrap.repeat(Math.ceil(10_000 / scrap.length));
      expect(parseDeadline(text).text.length).toBeGreaterThan(0);
      printDeadline(parseDeadline(text));
    },
    2000,
  );
});

describe('occurrences', () => {
  const period: fc.Arbitrary<Period> = fc
    .tuple(fc.integer({ min: 2010, max: 2030 }), month, fc.integer({ min: 20, max: 1200 }))
    .map(([y, m, days]) => ({ from: isoDate(y, m, 1), to: addDays(isoDate(y, m, 1), days) }));
  const deadline = fc.oneof(structure, sentence.map(parseDeadline));

  test('lie in the period, in order, each once, counted from 1', () => {
    fc.assert(
      fc.property(deadline, period, fc.option(recurrence, { nil: undefined }), (one, within, rhythm) => {
        const options: OccurrenceOptions = rhythm === undefined ? { period: within } : { period: within, rhythm };
        const all = occurrences(one, options);
        expect(all.map(({ sequence }) => sequence)).toEqual(all.map((_, index) => index + 1));
        expect(new Set(all.map(({ windowFrom, dueOn }) => `${windowFrom} ${dueOn}`)).size).toBe(all.length);
        let previous = '';
        for (const { windowFrom, dueOn, label } of all) {
          expect(label).not.toBe('');
          expect(dueOn !== null && within.from <= dueOn && dueOn <= within.to && previous <= dueOn).toBe(true);
          if (windowFrom !== null) expect(within.from <= windowFrom && windowFrom <= (dueOn ?? '')).toBe(true);
          previous = dueOn ?? '';
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('without a period only stated days come due', () => {
    fc.assert(
      fc.property(deadline, (one) => {
        for (const { dueOn, windowFrom } of occurrences(one, { period: null })) {
          if (one.from === null && one.to === null) expect(dueOn).toBeNull();
          if (windowFrom !== null) expect(windowFrom <= (dueOn ?? '')).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** The words of an event or a schedule keep the writing of the text; the rest must not differ. */
function dates({ kind, from, to, recurrence: how, onDemand }: Deadline) {
  return { kind, from, to, how, onDemand };
}
