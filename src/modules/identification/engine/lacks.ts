/** What the data lack for a methodology: said of one school that cannot be classified, and of the whole run. */
import { formatNumber } from '#kernel/format.ts';
import type { Condition, GroupKind, Methodology } from '../methodology/schema.ts';
import type { JudgedRule } from './blocks.ts';
import { baseOf, type Column } from './column.ts';
import { groupsOf } from './groups.ts';
import { similarGroups } from './similar.ts';
import { compareText, type ResultsTable } from './table.ts';
import { METRIC_NAMES, pupilsText, tooLittleText } from './words.ts';

const UNKNOWN_GROUP: Partial<Record<GroupKind, string>> = {
  municipality: 'Муниципалитет школы неизвестен, сравнивать не с кем.',
  cluster: 'Кластер школы неизвестен: нет её социального паспорта. Сравнивать не с кем.',
  'school-type': 'Тип школы неизвестен, сравнивать не с кем.',
  settlement: 'Тип населённого пункта неизвестен, сравнивать не с кем.',
};

export function lackText(table: ResultsTable, { rule, columns }: JudgedRule, j: number, minimumN: number): string {
  const found = new Set(
    rule.conditions.flatMap((condition, place) => lackOf(table, condition, columns[place] ?? [], j, minimumN) ?? []),
  );
  return found.size > 0 ? [...found].join(' ') : tooLittleText(minimumN);
}

/** Null: the works are there, only too small or too few. */
function lackOf(
  table: ResultsTable,
  { metric }: Condition,
  columns: readonly Column[],
  j: number,
  minimumN: number,
): string | null {
  if (columns.some(({ counted }) => counted[j] === 1)) return null;
  const base = baseOf(metric);
  for (const grouped of [metric, base])
    if ('among' in grouped && groupsOf(table, grouped.among)[j] === null) return UNKNOWN_GROUP[grouped.among] ?? null;
  const n = Math.max(0, ...columns.map(({ estimates }) => estimates.n[j] as number));
  if (base.kind === 'value-added' || base.kind === 'growth-median')
    return n === 0
      ? 'Нет связи с прежними результатами: ни у одного ученика не нашлось прежней работы с тем же кодом.'
      : `Связи с прежними результатами мало: ${pupilsText(n)} при наименьшем числе ${formatNumber(minimumN)}.`;
  if (base.kind === 'social-index' || base.kind === 'social-residual')
    return 'Нет социального паспорта школы: социальные условия неизвестны.';
  return null;
}

const HOW_TO_FILL = {
  'social-residual': 'Загрузите социальные паспорта школ.',
  'social-index': 'Загрузите социальные паспорта школ.',
  'value-added':
    'Нужны работы двух лет, в которых код ученика один и тот же: файлы ОГЭ и ЕГЭ с кодом участника или OneRoster. Коды ВПР действуют только внутри школы и работы и ничего не связывают.',
  'growth-median':
    'Нужны работы двух лет, в которых код ученика один и тот же: файлы ОГЭ и ЕГЭ с кодом участника или OneRoster. Коды ВПР действуют только внутри школы и работы и ничего не связывают.',
} as const;

export function warningsOf(
  table: ResultsTable,
  methodology: Methodology,
  year: number,
  rules: readonly JudgedRule[],
  works: ReadonlyMap<string, ResultsTable['works'][number]>,
): string[] {
  const conditions = rules.flatMap(({ rule }) => rule.conditions);
  const back = Math.max(...conditions.map(({ years }) => years));
  const present = new Set([...works.values()].map(({ procedure }) => procedure.year));
  const missing = Array.from({ length: back }, (_, k) => year - back + 1 + k).filter((one) => !present.has(one));
  const warnings = missing.map((one) => `Нет результатов за ${one} год.`);
  if (conditions.some(({ metric }) => baseOf(metric).kind === 'share-below')) warnings.push(...withoutThreshold(works));
  if (methodology.exclusions.some((one) => 'schoolTypes' in one) && table.schools.every(({ type }) => type === null))
    warnings.push('Типы школ неизвестны: исключения по типу не применены.');
  warnings.push(...groupWarnings(table, conditions), ...table.effectNotes);
  const columns = rules.flatMap((rule) => rule.columns.flat());
  const needs = (kind: string) => conditions.some(({ metric }) => baseOf(metric).kind === kind);
  for (const kind of Object.keys(HOW_TO_FILL) as (keyof typeof HOW_TO_FILL)[]) {
    const own = columns.filter((column) => baseOf(column.condition.metric).kind === kind);
    if (needs(kind) && own.every(({ counted }) => !counted.includes(1)))
      warnings.push(`Нет данных для показателя «${METRIC_NAMES[kind]}». ${HOW_TO_FILL[kind]}`);
  }
  return warnings;
}

function withoutThreshold(works: ReadonlyMap<string, ResultsTable['works'][number]>): string[] {
  return [...works.values()]
    .sort((a, b) => compareText(a.id, b.id))
    .flatMap(({ title, n, below }) => {
      const without = n.reduce((sum, pupils, j) => sum + (pupils > 0 && (below[j] as number) < 0 ? 1 : 0), 0);
      return without > 0 ? [`${title}: порог неизвестен, результаты школ (${formatNumber(without)}) не учтены.`] : [];
    });
}

const GROUP_WORDS: Partial<Record<GroupKind, string>> = {
  municipality: 'Муниципалитеты школ неизвестны',
  'school-type': 'Типы школ неизвестны',
  settlement: 'Типы населённых пунктов неизвестны',
};

/** A comparison within groups without groups would say nothing, or quietly compare everybody with everybody. */
function groupWarnings(table: ResultsTable, conditions: readonly Condition[]): string[] {
  const among = new Set(
    conditions.flatMap(({ metric }) => [metric, baseOf(metric)].flatMap((one) => ('among' in one ? [one.among] : []))),
  );
  return [...among].sort(compareText).flatMap((kind) => {
    if (kind === 'cluster' && table.schools.every(({ cluster }) => cluster === null))
      return [similarGroups(table).note];
    const groups = groupsOf(table, kind);
    const lacking = groups.filter((group) => group === null).length;
    if (lacking === 0) return [];
    if (kind === 'cluster') return [`Кластер не указан у школ: ${formatNumber(lacking)}. Они не сравниваются.`];
    const words = GROUP_WORDS[kind];
    return words === undefined ? [] : [`${words}: ${formatNumber(lacking)}. Такие школы не сравниваются.`];
  });
}
