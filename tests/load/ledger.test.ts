import { expect, test } from 'vitest';
import { errorShare, openLedger } from './ledger.ts';
import { atMost, ordinaryChecks } from './scenario.ts';

test('percentiles are of what was answered; refusals, conflicts and failures are counted apart', () => {
  const ledger = openLedger();
  for (let ms = 1; ms <= 100; ms += 1) ledger.answered('page', 200, ms, `/plans/${ms}`);
  ledger.answered('page', 429, 5, '/plans/1');
  ledger.answered('page', 503, 5, '/plans/1');
  ledger.answered('form', 409, 5, '/plans/1');
  ledger.answered('form', 422, 5, '/plans/1');
  ledger.broke('page', '/plans/1', new Error('other side closed'));
  const totals = ledger.totals();
  expect(totals.kinds['page']).toMatchObject({ requests: 100, p50: 51, p95: 96, worst: 100 });
  expect(totals).toMatchObject({ refused: 1, failed: 1, broken: 2, conflicts: 1 });
  expect(totals.routes.map(([route]) => route)).toEqual(['/plans/…']);
  expect(totals.examples).toEqual(['503 /plans/1', '422 /plans/1', 'page /plans/1: other side closed']);
  expect(errorShare(totals)).toBeCloseTo(3 / 104);
});

test('what was before the beginning is forgotten', () => {
  const ledger = openLedger();
  ledger.answered('page', 500, 5, '/');
  ledger.begin();
  expect(ledger.totals()).toMatchObject({ failed: 0, examples: [], kinds: {} });
});

test('a crowded server may refuse but not fail; one that is not crowded may do neither', () => {
  const ledger = openLedger();
  ledger.answered('page', 200, 20_000, '/');
  ledger.answered('page', 429, 1, '/');
  const missed = (crowded: boolean) =>
    ordinaryChecks(ledger.totals(), { crowded })
      .filter(({ passed }) => !passed)
      .map(({ what }) => what);
  expect(missed(false)).toEqual(['P95, page', 'refused for want of room']);
  expect(missed(true)).toEqual([]);
  ledger.answered('page', 500, 1, '/');
  expect(missed(true)).toEqual(['5xx', 'errors']);
});

test('what was never measured keeps to no bound', () => {
  expect(atMost('P95', Number.NaN, 1000, 'ms').passed).toBe(false);
});
