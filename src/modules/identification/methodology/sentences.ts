/** A methodology in sentences: what its rule asks for, so that it can be read aloud at a meeting. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count, plural } from '#kernel/plural.ts';
import { SUBJECTS } from '#modules/assessments/index.ts';
import { METRIC_NAMES, uncertaintyText } from '../engine/words.ts';
import type { Condition, Methodology, Metric, ProcedureFilter, Rule } from './schema.ts';

const GROUP_NAMES: Record<string, string> = {
  region: 'региона',
  municipality: 'муниципалитета',
  cluster: 'кластера похожих школ',
  'school-type': 'школ того же типа',
  settlement: 'школ такого же населённого пункта',
  size: 'школ такого же размера',
};

const COMPARISONS: Record<Condition['is'], string> = {
  'at-least': 'не меньше',
  'at-most': 'не больше',
  above: 'больше',
  below: 'меньше',
};

const ROUNDS: Record<Methodology['rounds'], string | null> = {
  each: null,
  spring: 'Учитываются только весенние работы.',
  autumn: 'Учитываются только осенние работы.',
  latest: 'Из весенней и осенней работы одного года учитывается последняя.',
};

/** A line of the description and how deep it stands under the others. */
export type Line = { text: string; depth: number };

export function ruleLines(rule: Rule, depth = 0): Line[] {
  if ('all' in rule) return grouped('выполнены все условия:', rule.all, depth);
  if ('any' in rule) return grouped('выполнено хотя бы одно из условий:', rule.any, depth);
  if ('of' in rule)
    return grouped(
      `выполнено не меньше чем ${count(rule.atLeast, 'условие', 'условия', 'условий')} из следующих:`,
      rule.of,
      depth,
    );
  if ('not' in rule) return grouped('не выполнено условие:', [rule.not], depth);
  return [{ text: conditionText(rule), depth }];
}

function grouped(text: string, rules: readonly Rule[], depth: number): Line[] {
  return [{ text, depth }, ...rules.flatMap((rule) => ruleLines(rule, depth + 1))];
}

export function conditionText(condition: Condition): string {
  const { procedures, metric, is, threshold, years, stable, atLeast, count: counted } = condition;
  const parts = [`${metricText(metric)} ${COMPARISONS[is]} ${figure(metric, threshold)}`];
  const where = proceduresText(procedures);
  if (where !== '') parts.push(where);
  if (atLeast > 1)
    parts.push(
      counted === 'procedures'
        ? `не меньше чем в ${atLeast} ${plural(atLeast, 'процедуре', 'процедурах', 'процедурах')}`
        : `не меньше чем по ${atLeast} ${plural(atLeast, 'предмету и классу', 'предметам и классам', 'предметам и классам')}`,
    );
  if (years > 1)
    parts.push(
      stable > 1
        ? `по одной и той же процедуре в ${stable} годах из последних ${years}`
        : `за последние ${count(years, 'год', 'года', 'лет')}`,
    );
  return parts.join(', ');
}

function metricText(metric: Metric): string {
  if (metric.kind === 'percentile' || metric.kind === 'deviation')
    return `${METRIC_NAMES[metric.kind]} (${GROUP_NAMES[metric.among]}) по показателю «${METRIC_NAMES[metric.of.kind]}»`;
  return METRIC_NAMES[metric.kind];
}

function figure({ kind }: Metric, threshold: number): string {
  const isShare = ['share-below', 'mean-percent', 'lower-quantile-share', 'percentile', 'index'].includes(kind);
  return isShare ? formatPercent(threshold, Number.isInteger(threshold * 100) ? 0 : 1) : formatNumber(threshold);
}

function proceduresText({ kinds, grades, subjects }: ProcedureFilter): string {
  return [
    kinds?.join(', '),
    grades ? `${grades.join(', ')} ${grades.length === 1 ? 'класс' : 'классы'}` : undefined,
    subjects?.map((subject) => SUBJECTS[subject]).join(', '),
  ]
    .filter(Boolean)
    .join(', ');
}

/** What holds for every condition: smallest n, rounds, who is left out, how chance is treated. */
export function restLines(methodology: Methodology): string[] {
  const { minimumN, rounds, exclusions } = methodology;
  return [
    `Работа учитывается, если в ней участвовали не менее ${count(minimumN, 'ученика', 'учеников', 'учеников')}.`,
    ROUNDS[rounds],
    ...exclusions.map((exclusion) =>
      'schoolTypes' in exclusion
        ? `Не рассматриваются: ${exclusion.schoolTypes.join(', ')} (${lowered(exclusion.reason)}).`
        : `Не рассматриваются названные ${count(exclusion.schools.length, 'школа', 'школы', 'школ')}: ${lowered(exclusion.reason)}.`,
    ),
    `Как учитывается случайность: ${uncertaintyText(methodology)}.`,
  ].filter((line): line is string => line !== null);
}

function lowered(text: string): string {
  return `${text.slice(0, 1).toLowerCase()}${text.slice(1)}`;
}
