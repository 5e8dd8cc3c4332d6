/** What is measured beside R: the same data, arrays in memory. The names are those of reference.R. */
import { contextRegression, type RobustErrors } from '#stats/context/regression.ts';
import { designMatrix } from '#stats/design.ts';
import { growthPercentiles } from '#stats/growth/growth-percentiles.ts';
import { densityDiscontinuity } from '#stats/integrity/density.ts';
import { fitRasch } from '#stats/items/rasch.ts';
import type { Responses } from '#stats/items/responses.ts';
import { type Grouping, mixedModel } from '#stats/value-added/mixed-model.ts';
import { numbers, referenceTable } from '#tests/support/reference.ts';

export type Case = {
  name: string;
  title: string;
  other: string;
  target: string;
  /** Pairs of one run of R and several of ours. */
  pairs: number;
  note: string;
  prepare: () => () => unknown;
};

const LME4 = 'ours with effects and their errors, lmer() alone';

export const CASES: readonly Case[] = [
  {
    name: 'exam',
    title: 'value added, Exam (4059 pupils, 65 schools)',
    other: 'lme4',
    target: '≥ 10 ×',
    pairs: 25,
    note: LME4,
    prepare: () => valueAdded('mlmrev_exam.csv', 'normexam', ['standLRT']),
  },
  {
    name: 'exam_slope',
    title: 'value added with a slope, Exam',
    other: 'lme4',
    target: '≥ 1 ×',
    pairs: 25,
    note: LME4,
    prepare: () => valueAdded('mlmrev_exam.csv', 'normexam', ['standLRT'], 'standLRT'),
  },
  {
    name: 'chem97',
    title: 'value added, Chem97 (31 022 pupils, 2410 schools)',
    other: 'lme4',
    target: '≥ 10 ×',
    pairs: 25,
    note: LME4,
    prepare: () => valueAdded('mlmrev_chem97.csv', 'score', ['gcsecnt']),
  },
  {
    name: 'hsb82',
    title: 'value added, Hsb82 (7185 pupils, 160 schools)',
    other: 'lme4',
    target: '≥ 10 ×',
    pairs: 25,
    note: LME4,
    prepare: () => valueAdded('mlmrev_hsb82.csv', 'mAch', ['cses', 'meanses']),
  },
  {
    name: 'growth',
    title: 'growth percentiles, 7026 pupils, 100 quantiles',
    other: 'quantreg, interior point',
    target: '≥ 10 ×',
    pairs: 7,
    note: 'ours from scores to percentiles, rq.fit.fnb() on a ready design',
    prepare: growth,
  },
  {
    name: 'rasch',
    title: 'Rasch by conditional likelihood, FIMS (6371 pupils, 14 items)',
    other: 'eRm',
    target: '≥ 20 ×',
    pairs: 11,
    note: 'fitRasch() and RM(), both with standard errors',
    prepare: () => {
      const responses = itemResponses('tam_fims_ausJpn_scored.csv', /^M1PTI/);
      return () => fitRasch(responses);
    },
  },
  {
    name: 'density',
    title: 'density at a cut, Senate',
    other: 'rddensity',
    target: '≥ 1 ×',
    pairs: 25,
    note: 'bandwidths and test',
    prepare: () => {
      const scores = numbers(Object.values(referenceTable('rddensity_senate.csv'))[0]).filter(Number.isFinite);
      return () => densityDiscontinuity(scores, { cut: 0 });
    },
  },
  {
    name: 'regression',
    title: 'linear regression, Star (24 181 pupils)',
    other: 'lm',
    target: '≥ 1 ×',
    pairs: 25,
    note: 'both with classical errors, R² and residuals; summary(lm())',
    prepare: () => regression('classical'),
  },
  {
    name: 'regression_hc1',
    title: 'linear regression with HC1, Star',
    other: 'lm and sandwich',
    target: '≥ 1 ×',
    pairs: 25,
    note: 'ours with leverages and HC3 intervals too; summary(lm()) and vcovHC(HC1)',
    prepare: () => regression('HC1'),
  },
];

export function grouping(name: string, values: readonly string[]): Grouping {
  const levels = [...new Set(values)];
  const index = new Map(levels.map((level, i) => [level, i]));
  return { name, codes: Int32Array.from(values, (value) => index.get(value) ?? 0), levels };
}

function valueAdded(file: string, outcome: string, fixed: readonly string[], slope?: string): () => unknown {
  const table = referenceTable(file);
  const y = numbers(table[outcome]);
  const school = grouping('school', table['school'] ?? []);
  const predictors = fixed.map((name) => ({ name, values: numbers(table[name]) }));
  return () =>
    mixedModel({
      outcome: y,
      design: designMatrix(predictors, y.length),
      groups: [school],
      ...(slope === undefined ? {} : { slope: { name: slope, values: numbers(table[slope]) } }),
    });
}

function regression(errors: RobustErrors): () => unknown {
  const table = referenceTable('mlmrev_star.csv');
  const [math, read] = [numbers(table['math']), numbers(table['read'])];
  const whole = (_: number, i: number) => Number.isFinite(math[i]) && Number.isFinite(read[i]);
  const outcome = math.filter(whole);
  const predictors = [{ name: 'read', values: read.filter(whole) }];
  return () => contextRegression(outcome, predictors, errors);
}

function growth(): () => unknown {
  const table = referenceTable('sgpdata_wide.csv');
  const rows = (table['ID'] ?? [])
    .map((_, i) => i)
    .filter((i) => table['GRADE_2025']?.[i] === '5' && table['GRADE_2024']?.[i] === '4')
    .filter((i) => table['SS_2025']?.[i] && table['SS_2024']?.[i]);
  const pick = (column: string) => numbers(rows.map((i) => table[column]?.[i] ?? ''));
  const score = pick('SS_2025');
  const prior = pick('SS_2024');
  return () => growthPercentiles(score, [prior]);
}

function itemResponses(file: string, wanted: RegExp): Responses {
  const table = referenceTable(file);
  const items = Object.keys(table).filter((name) => wanted.test(name));
  const persons = table[items[0] ?? '']?.length ?? 0;
  const values = new Uint8Array(persons * items.length);
  items.forEach((item, k) =>
    table[item]?.forEach((value, person) => {
      values[person * items.length + k] = Number(value);
    }),
  );
  return { items, persons, values };
}
