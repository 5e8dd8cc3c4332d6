/**
 * All signs of one year together. The signs of a school are joined by Simes, schools are held at a false-discovery level,
 * and what speaks against a reason to check stands beside it. No score is made of this, and no order of schools.
 */
import { combineSigns } from '#stats/false-discovery.ts';
import type {
  CounterEvidence,
  IntegrityAnswers,
  IntegrityWork,
  SchoolFacts,
  SchoolFinding,
  Signal,
  YearCheck,
} from './contract.ts';
import { borderSigns } from './signals/borders.ts';
import { cohortFalls, cohortRises, stateExams } from './signals/cohorts.ts';
import { allSchools, FEWEST_PUPILS, isOwnWork, type SignTest } from './signals/common.ts';
import { highMeans } from './signals/high-mean.ts';
import { answerSigns, itemSigns } from './signals/items.ts';
import { journalMass, journalOrder } from './signals/journal.ts';

/** At most this share of the schools with a reason to check has it by chance, on average. */
export const LEVEL = 0.05;
/** A sign is told of beside others when it alone is as rare as this. */
const TOLD = 0.05;

/** @param works of the year and of the years around it */
export function checkYear(
  year: number,
  works: readonly IntegrityWork[],
  facts: ReadonlyMap<string, SchoolFacts>,
  answers: readonly IntegrityAnswers[] = [],
): YearCheck {
  const steps = checkYearSteps(year, works, facts, answers);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same with a rest after each sign: the part that is done. */
export function* checkYearSteps(
  year: number,
  works: readonly IntegrityWork[],
  facts: ReadonlyMap<string, SchoolFacts>,
  answers: readonly IntegrityAnswers[] = [],
): Generator<number, YearCheck> {
  const own = works.filter((work) => work.year === year && isOwnWork(work));
  const exams = stateExams(works, year);
  const signs: (() => SignTest)[] = [
    () => journalOrder(own),
    () => journalMass(own),
    () => cohortFalls(works, year),
    () => cohortRises(works, year),
    () => exams.tests,
    () => borderSigns(own),
    () => itemSigns(own),
    () => answerSigns(answers),
  ];
  const tests: SignTest[] = [];
  for (const sign of signs) {
    tests.push(sign());
    yield tests.length / signs.length;
  }
  const high = highMeans(own);
  const schools = [...new Set([...allSchools(own), ...tests.flatMap((test) => [...test.keys()])])].sort();
  if (schools.length === 0) return { year, level: LEVEL, tested: 0, findings: [] };
  const joined = combineSigns(
    tests.map((test, k) => ({
      name: String(k),
      p: Float64Array.from(schools, (school) => test.get(school)?.p ?? Number.NaN),
    })),
    LEVEL,
  );
  const findings = schools.map((school, j): SchoolFinding => {
    const { adjusted, suspicious } = joined[j] as (typeof joined)[number];
    const signals = tests
      .flatMap((test) => test.get(school) ?? [])
      .filter(({ p, official }) => (p ?? 1) <= TOLD || official)
      .sort((a, b) => (a.p ?? 1) - (b.p ?? 1));
    const beside = high.get(school);
    return {
      school,
      year,
      pupils: own.reduce((sum, work) => sum + (work.schools.get(school)?.n ?? 0), 0),
      q: adjusted,
      reason: suspicious,
      signals: beside && signals.length > 0 ? [...signals, beside] : signals,
      counter: counterEvidence(school, facts, exams.confirmed, tests[6] as SignTest, signals, own),
    };
  });
  return { year, level: LEVEL, tested: findings.filter(({ q }) => !Number.isNaN(q)).length, findings };
}

function counterEvidence(
  school: string,
  facts: ReadonlyMap<string, SchoolFacts>,
  confirmed: ReadonlyMap<string, string[]>,
  items: SignTest,
  signals: readonly Signal[],
  own: readonly IntegrityWork[],
): CounterEvidence[] {
  const found: CounterEvidence[] = [];
  const type = facts.get(school)?.type ?? '';
  if (type === 'лицей' || type === 'гимназия') found.push({ kind: 'special-school', works: [] });
  const exams = confirmed.get(school);
  if (exams && !signals.some(({ kind }) => kind === 'state-exam'))
    found.push({ kind: 'state-exam-confirms', works: [...new Set(exams)] });
  const pattern = items.get(school);
  if (pattern && (pattern.p ?? 0) > 0.25 && pattern.n >= FEWEST_PUPILS)
    found.push({
      kind: 'items-ordinary',
      works: own.filter(({ schools }) => schools.has(school)).map(({ procedureId }) => procedureId),
    });
  return found;
}
