/**
 * A methodology as data: which procedures, what is measured on them, against what, over which years, and how conditions
 * combine. This is the form with every parameter filled in; the text of a methodology may name parameters («$threshold»).
 */
import { z } from 'zod';
import { PERMITTED_USES } from '#kernel/permitted-use.ts';
import { ASSESSMENT_KINDS, SUBJECTS, type SubjectCode } from '#modules/assessments/index.ts';

export const METHODOLOGY_SCHEMA = 'opora.methodology/1';

const SCHOOL_TYPES = [
  'средняя',
  'основная',
  'начальная',
  'гимназия',
  'лицей',
  'вечерняя',
  'коррекционная',
  'филиал',
] as const;

const GROUPS = ['region', 'municipality', 'cluster', 'school-type', 'settlement', 'size'] as const;
export type GroupKind = (typeof GROUPS)[number];

const share = z.number().min(0).max(1);
const whole = z.number().int().min(1);

const proceduresSchema = z.strictObject({
  kinds: z.array(z.enum(ASSESSMENT_KINDS)).min(1).optional(),
  grades: z.array(z.number().int().min(1).max(11)).min(1).optional(),
  subjects: z
    .array(z.enum(Object.keys(SUBJECTS) as [SubjectCode, ...SubjectCode[]]))
    .min(1)
    .optional(),
});
export type ProcedureFilter = z.infer<typeof proceduresSchema>;

const baseMetrics = [
  z.strictObject({ kind: z.literal('share-below') }),
  z.strictObject({ kind: z.literal('mean-percent') }),
  /** Share of pupils at or below a quantile of the pupils of the group, work by work. */
  z.strictObject({ kind: z.literal('lower-quantile-share'), quantile: share, among: z.enum(GROUPS) }),
  z.strictObject({ kind: z.literal('value-added') }),
  z.strictObject({ kind: z.literal('growth-median') }),
  z.strictObject({ kind: z.literal('social-residual') }),
  z.strictObject({
    kind: z.literal('social-index'),
    /** A variable of the school's context; a positive weight means disadvantage. */
    variables: z.array(z.strictObject({ name: z.string().min(1), weight: z.number() })).min(1),
  }),
  z.strictObject({
    kind: z.literal('index'),
    components: z
      .array(
        z.strictObject({
          title: z.string().min(1),
          metric: z.enum(['share-below', 'mean-percent']),
          procedures: proceduresSchema,
          weight: z.number().positive(),
        }),
      )
      .min(1),
    /** Least part of the weights that a school must have data for. */
    coverage: share,
  }),
] as const;
const baseSchema = z.discriminatedUnion('kind', baseMetrics);
export type BaseMetric = z.infer<typeof baseSchema>;

const metricSchema = z.discriminatedUnion('kind', [
  ...baseMetrics,
  /** Share of the schools of the group that stand worse; ties count half. */
  z.strictObject({ kind: z.literal('percentile'), of: baseSchema, among: z.enum(GROUPS) }),
  /** Distance from the mean of the group in its standard deviations; negative is worse. */
  z.strictObject({ kind: z.literal('deviation'), of: baseSchema, among: z.enum(GROUPS) }),
]);
export type Metric = z.infer<typeof metricSchema>;

const conditionSchema = z.strictObject({
  procedures: proceduresSchema.default({}),
  metric: metricSchema,
  /** What one value covers: a work of a year, a work over the years, a year, or all of it. */
  unit: z.enum(['procedure', 'series', 'year', 'school']).default('procedure'),
  is: z.enum(['at-least', 'at-most', 'above', 'below']),
  threshold: z.number(),
  /** So many last years, the year of the run among them. */
  years: whole.max(10).default(1),
  /** In how many of those years, for the same series. */
  stable: whole.default(1),
  /** In how many series, or single procedures. */
  atLeast: whole.default(1),
  count: z.enum(['series', 'procedures']).default('series'),
  /** Whether the year of the run must be among the years that count. */
  current: z.enum(['required', 'optional']).default('optional'),
});
export type Condition = z.infer<typeof conditionSchema>;

export type Rule = Condition | { all: Rule[] } | { any: Rule[] } | { not: Rule } | { atLeast: number; of: Rule[] };

/** The order of the options is the order in which `branchOf` in text.ts tells them apart. */
const ruleSchema: z.ZodType<Rule> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(ruleSchema).min(1) }),
    z.strictObject({ any: z.array(ruleSchema).min(1) }),
    z.strictObject({ not: ruleSchema }),
    z.strictObject({ atLeast: whole, of: z.array(ruleSchema).min(1) }),
    conditionSchema,
  ]),
);

const uncertaintySchema = z.discriminatedUnion('kind', [
  /** The value alone decides. */
  z.strictObject({ kind: z.literal('point') }),
  /** The whole interval must lie on the wrong side. */
  z.strictObject({
    kind: z.literal('interval'),
    method: z.enum(['wilson', 'wilson-continuity', 'clopper-pearson', 'jeffreys']).default('wilson'),
    level: z.number().gt(0).lt(1).default(0.95),
  }),
  /** The posterior probability of the wrong side must reach the cut. */
  z.strictObject({ kind: z.literal('posterior'), cut: z.number().gt(0).lt(1).default(0.8) }),
]);
export type Uncertainty = z.infer<typeof uncertaintySchema>;

const exclusionSchema = z.union([
  z.strictObject({ reason: z.string().min(1), schoolTypes: z.array(z.enum(SCHOOL_TYPES)).min(1) }),
  z.strictObject({ reason: z.string().min(1), schools: z.array(z.string().min(1)).min(1) }),
]);

export const parameterSchema = z.strictObject({
  title: z.string().min(1),
  value: z.number(),
  certainty: z.enum(['confirmed', 'partly-confirmed', 'assumed']),
  source: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  /** Settings that a reasonable person could choose instead: what sensitivity goes through. */
  plausible: z.array(z.number()).optional(),
});
export type Parameter = z.infer<typeof parameterSchema>;

export const methodologySchema = z.strictObject({
  schema: z.literal(METHODOLOGY_SCHEMA),
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: whole,
  title: z.string().min(1).max(300),
  description: z.string().min(1),
  source: z.string().min(1),
  certainty: z.enum(['confirmed', 'partly-confirmed', 'assumed']),
  purpose: z.enum(['low-results', 'adverse-context', 'resilience']),
  permittedUses: z.array(z.enum(PERMITTED_USES)).min(1),
  parameters: z.record(z.string().regex(/^[a-z][A-Za-z0-9]*$/), parameterSchema).default({}),
  /** Fewer pupils than this in a work: the school's result there does not count. */
  minimumN: z.number().int().min(1),
  /** Spring and autumn rounds of one year: each by itself, one of them, or the later one. */
  rounds: z.enum(['each', 'spring', 'autumn', 'latest']).default('each'),
  exclusions: z.array(exclusionSchema).default([]),
  uncertainty: uncertaintySchema.default({ kind: 'point' }),
  /** Other treatments that a reasonable person could choose. */
  plausibleUncertainty: z.array(uncertaintySchema).default([]),
  listed: ruleSchema,
  risk: ruleSchema.optional(),
});
export type Methodology = z.infer<typeof methodologySchema>;
