/** Addresses as a scanner or a mistyped link makes them: known paths, parameters that pages read, values they do not expect. */
import fc from 'fast-check';

const PATHS = [
  '/',
  '/plans',
  '/plans/1',
  '/plans/1/coverage',
  '/plans/1/changes',
  '/admin/users',
  '/admin/audit',
  '/plans/export/csv',
  '/organisations',
  '/organisations/1',
  '/organisations/1/results',
  '/organisations/suggestions',
  '/search',
  '/search/suggestions',
  '/overdue',
  '/calendar',
  '/timeline',
  '/results',
  '/results/schools',
  '/results/reference/scale',
  '/results/reference/works',
  '/identification/runs/new',
  '/analysis',
  '/analysis/quadrant',
  '/integrity',
  '/profile',
  '/notifications/all',
  '/curators',
  '/sign-in',
];
const NAMES = [
  'q',
  'page',
  'sort',
  'order',
  'level',
  'state',
  'year',
  'from',
  'to',
  'month',
  'week',
  'organisation',
  'kind',
  'subject',
  'grade',
  'procedure',
  'school',
  'next',
  'revision',
  'on',
  'view',
  'size',
  'show',
  'plan',
  'file',
  'name',
];
const VALUES = [
  '',
  '-1',
  '0',
  '1',
  '1e9',
  '9223372036854775808',
  '2147483648',
  'NaN',
  'null',
  'true',
  '[]',
  '{}',
  '%',
  '%00',
  "'",
  '"',
  "' or 1=1 --",
  '\\',
  '<script>',
  '../../etc/passwd',
  '//evil.example',
  'javascript:alert(1)',
  '__proto__',
  '2026-02-30',
  '0000-00-00',
  '99999-12-31',
  '9999-12-31',
  '0000-01-01',
  '2026',
  'план',
  '\u0000',
  '\ud83d\ude00',
  '\u202e',
  'a'.repeat(3000),
];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...VALUES) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
);
const pair = fc.tuple(fc.constantFrom(...NAMES), value).map(([name, text]) => `${name}=${encoded(text)}`);
const id = fc.constantFrom('0', '-1', '1e3', '999999999999999999999', '%00', '..%2f..', 'абв', '1;drop', "1'", '');
const path = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PATHS) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('/plans/', '/organisations/', '/analysis/', '/documents/'), id)
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 30 }).map((text) => `/${encoded(text)}`) },
);
const address = fc.tuple(path, fc.array(pair, { maxLength: 5 })).map(([to, pairs]) => `${to}?${pairs.join('&')}`);

export function oddQueries(seed: number, count: number): string[] {
  return fc.sample(address, { seed, numRuns: count });
}

/** Some stay as they are, broken escapes among them: browsers encode, scanners do not. */
function encoded(text: string): string {
  return /^%[\dA-F]*$/i.test(text) ? text : encodeURIComponent(text.toWellFormed());
}
