/**
 * What is planted in the made-up results, school by school, and written beside them: a method is judged by what it finds
 * of this and by what it «finds» elsewhere. A school has at most one truth, so that findings can be told apart.
 */
import { draw } from './draw.ts';

export type Truth =
  /** Results are low in every year. */
  | { kind: 'low' }
  /** The expected share below the threshold is just over 30 %. */
  | { kind: 'borderline' }
  /** One cohort does far better in grade 4 of this year than before or after: a fall follows. */
  | { kind: 'cohort-jump'; grade: number; year: number }
  /** Pupils a little below a border are given the missing points, in these years. */
  | { kind: 'inflated-borders'; years: number[] }
  /** All ВПР of these years are better than the children are; state exams are not. */
  | { kind: 'inflated-vpr'; years: number[] }
  /** Hard items are answered by nearly all, easy ones as usual or worse. */
  | { kind: 'hard-items-helped'; years: number[] }
  /** The same answers, also the wrong ones, in one class. */
  | { kind: 'copied-answers'; year: number; klass: string; pupils: number }
  /** Marks in the journal go against the results. */
  | { kind: 'journal-against'; years: number[] }
  /** From this year on its pupils appear under the login of the successor. */
  | { kind: 'merged'; into: string; year: number }
  /** Strong, and honestly so: state exams confirm it. */
  | { kind: 'honestly-strong' };

export type TruthKind = Truth['kind'];

/** Shares of the schools. */
const SHARES: readonly [TruthKind, number][] = [
  ['low', 0.08],
  ['borderline', 0.05],
  ['inflated-borders', 0.03],
  ['inflated-vpr', 0.02],
  ['cohort-jump', 0.02],
  ['hard-items-helped', 0.015],
  ['copied-answers', 0.015],
  ['journal-against', 0.01],
  ['merged', 0.01],
];

export type TruthCandidate = { login: string; type: string; municipality: string; cohort: number };

/** @param schools in register order. Special schools and the tiniest stay as they are. */
export function plantTruths(schools: readonly TruthCandidate[], years: readonly number[], seed: number) {
  const truths = new Map<string, Truth>();
  for (const { login, type } of schools) {
    if (type === 'гимназия' || type === 'лицей') truths.set(login, { kind: 'honestly-strong' });
  }
  const byLot = schools
    .filter(({ type, cohort }) => (type === 'средняя' || type === 'основная') && cohort >= 5)
    .map((school, index) => ({ school, key: draw(seed, 'truth', index).next() }))
    .sort((a, b) => a.key - b.key)
    .map(({ school }) => school);
  for (const [kind, share] of SHARES) {
    let wanted = Math.max(1, Math.round(share * schools.length));
    for (const school of byLot) {
      if (wanted === 0) break;
      if (truths.has(school.login)) continue;
      const successor = kind === 'merged' ? successorOf(school, schools, truths) : null;
      if (kind === 'merged' && successor === null) continue;
      if (kind === 'copied-answers' && school.cohort < 12) continue;
      truths.set(school.login, truthOf(kind, years, successor));
      wanted -= 1;
    }
  }
  return truths;
}

function truthOf(kind: TruthKind, years: readonly number[], successor: string | null): Truth {
  const last = years.at(-1) ?? 2020;
  const middle = years[Math.floor(years.length / 2)] ?? last;
  const twoYears = [...new Set([middle, last])];
  switch (kind) {
    case 'low':
    case 'borderline':
    case 'honestly-strong':
      return { kind };
    case 'cohort-jump':
      return { kind, grade: 4, year: years.at(-2) ?? last };
    case 'inflated-borders':
    case 'inflated-vpr':
    case 'hard-items-helped':
    case 'journal-against':
      return { kind, years: twoYears };
    case 'copied-answers':
      return { kind, year: last, klass: 'А', pupils: 0 };
    case 'merged':
      return { kind, into: successor ?? '', year: last };
  }
}

/** The first ordinary school of the same municipality without a truth of its own, at least as large. */
function successorOf(school: TruthCandidate, schools: readonly TruthCandidate[], truths: ReadonlyMap<string, Truth>) {
  const successor = schools.find(
    (other) =>
      other.login !== school.login &&
      other.municipality === school.municipality &&
      other.type === 'средняя' &&
      other.cohort >= school.cohort &&
      !truths.has(other.login),
  );
  return successor?.login ?? null;
}
