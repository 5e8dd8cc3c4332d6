import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addDays } from '#kernel/dates.ts';
import { RESULT_KINDS } from '#modules/plan-reading/contract.ts';
import {
  activeCount,
  addTotals,
  allows,
  doneCount,
  DUE_SOON_DAYS,
  OCCURRENCE_STATES,
  provesResult,
  STANDINGS,
  standingAsOf,
  standingOf,
  totalsOf,
  type Occurrence,
} from './domain.ts';

const TODAY = '2026-11-22';
const day = fc.integer({ min: -400, max: 400 }).map((days) => addDays(TODAY, days));
const occurrence: fc.Arbitrary<Occurrence> = fc
  .record({ state: fc.constantFrom(...OCCURRENCE_STATES), dueOn: fc.option(day), doneOn: day, proved: fc.boolean() })
  .map((given) => ({
    ...given,
    doneOn: given.state === 'planned' || given.state === 'cancelled' ? null : given.doneOn,
  }));

test('totals add up: every occurrence stands in exactly one place', () => {
  fc.assert(
    fc.property(fc.array(occurrence), (occurrences) => {
      const totals = totalsOf(occurrences.map((one) => standingOf(one, TODAY)));
      const sum = STANDINGS.reduce((total, standing) => total + totals[standing], 0);
      expect(sum).toBe(occurrences.length);
      expect(totals.total).toBe(occurrences.length);
      expect(doneCount(totals)).toBe(occurrences.filter((one) => one.state === 'accepted').length);
      expect(activeCount(totals)).toBe(occurrences.filter((one) => one.state !== 'cancelled').length);
    }),
  );
});

test('totals of parts are the totals of the whole', () => {
  fc.assert(
    fc.property(fc.array(occurrence), fc.array(occurrence), (some, others) => {
      const count = (list: Occurrence[]) => totalsOf(list.map((one) => standingOf(one, TODAY)));
      expect(addTotals(count(some), count(others))).toEqual(count([...some, ...others]));
    }),
  );
});

test('only what is past its day and not handed in is overdue', () => {
  fc.assert(
    fc.property(occurrence, (one) => {
      const overdue = (one.state === 'planned' || one.state === 'returned') && one.dueOn !== null && one.dueOn < TODAY;
      expect(standingOf(one, TODAY) === 'overdue').toBe(overdue);
    }),
  );
});

test('the deadline day itself is still on time', () => {
  const accepted = { state: 'accepted', dueOn: TODAY, proved: true } as const;
  expect(standingOf({ ...accepted, doneOn: TODAY }, TODAY)).toBe('doneOnTime');
  expect(standingOf({ ...accepted, doneOn: addDays(TODAY, 1) }, addDays(TODAY, 1))).toBe('doneLate');
  expect(standingOf({ state: 'planned', dueOn: TODAY, doneOn: null, proved: false }, TODAY)).toBe('dueSoon');
});

test('a deadline is near within two weeks and not before', () => {
  const planned = { state: 'planned', doneOn: null, proved: false } as const;
  expect(standingOf({ ...planned, dueOn: addDays(TODAY, DUE_SOON_DAYS) }, TODAY)).toBe('dueSoon');
  expect(standingOf({ ...planned, dueOn: addDays(TODAY, DUE_SOON_DAYS + 1) }, TODAY)).toBe('notDue');
  expect(standingOf({ ...planned, dueOn: null }, TODAY)).toBe('notDue');
});

test('done without a document is counted apart, also when late', () => {
  const late: Occurrence = { state: 'accepted', dueOn: '2026-10-01', doneOn: '2026-11-01', proved: false };
  expect(standingOf(late, TODAY)).toBe('doneWithoutDocument');
});

test('on a day before it was done, a measure had not been done', () => {
  const done: Occurrence = { state: 'accepted', dueOn: '2026-10-01', doneOn: '2026-11-01', proved: true };
  expect(standingAsOf(done, '2026-09-01')).toBe('notDue');
  expect(standingAsOf(done, '2026-10-15')).toBe('overdue');
  expect(standingAsOf(done, '2026-11-01')).toBe('doneLate');
});

test('a road map proves a plan, an order does not', () => {
  expect(provesResult(['план'], ['дорожная карта'])).toBe(true);
  expect(provesResult(['план'], ['приказ'])).toBe(false);
});

test('one document of one of several expected kinds is enough', () => {
  expect(provesResult(['приказ', 'аналитическая справка'], ['письмо', 'отчёт'])).toBe(true);
});

test('«иное» beside a named kind does not let any document pass', () => {
  expect(provesResult(['приказ', 'иное'], ['материалы'])).toBe(false);
  expect(provesResult(['иное'], ['материалы'])).toBe(true);
});

test('nothing is proved by no document, and each kind is proved by itself', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...RESULT_KINDS)), (expected) => {
      expect(provesResult(expected, [])).toBe(false);
      for (const kind of expected) expect(provesResult([kind], [kind])).toBe(true);
    }),
  );
});

test('an accepted record is not edited and a cancelled one takes no step', () => {
  expect(allows('accepted', 'edit')).toBe(false);
  expect(allows('accepted', 'return')).toBe(true);
  for (const step of ['submit', 'edit', 'withdraw', 'accept', 'return'] as const)
    expect(allows('cancelled', step)).toBe(false);
});
