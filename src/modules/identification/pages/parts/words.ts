/** How results, states and reasons are said on pages and in exports. */
import { formatNumber, formatPercent, NO_BREAK_SPACE } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { Tone } from '#web/ui/index.ts';
import type { Status } from '../../contract.ts';
import type { ListState } from '../../domain/list-life.ts';
import type { SensitivityFacts, ShownReason } from '../../queries/runs.ts';

type Words = { text: string; tone: Tone };

export const STATUS_WORDS: Record<Status, Words> = {
  listed: { text: 'в списке', tone: 'review' },
  risk: { text: 'группа риска', tone: 'due' },
  'not-listed': { text: 'не в списке', tone: 'planned' },
  'not-classifiable': { text: 'мало данных', tone: 'neutral' },
  excluded: { text: 'не рассматривается', tone: 'returned' },
};
export const STATUSES = Object.keys(STATUS_WORDS) as Status[];

export const RUN_STATE_WORDS: Record<string, Words> = {
  queued: { text: 'ждёт очереди', tone: 'planned' },
  running: { text: 'считается', tone: 'due' },
  done: { text: 'готов', tone: 'done' },
  failed: { text: 'не выполнен', tone: 'overdue' },
  cancelled: { text: 'отменён', tone: 'neutral' },
};

export const LIST_STATE_WORDS: Record<ListState, Words> = {
  draft: { text: 'проект', tone: 'planned' },
  agreeing: { text: 'на согласовании', tone: 'review' },
  approved: { text: 'утверждён', tone: 'done' },
  closed: { text: 'закрыт', tone: 'neutral' },
};

export const AGREEMENT_WORDS: Record<string, Words> = {
  waiting: { text: 'ждём ответа', tone: 'due' },
  agreed: { text: 'согласовано', tone: 'done' },
  'agreed-with-objections': { text: 'согласовано с возражениями', tone: 'late' },
};

export const ORIGIN_WORDS: Record<string, string> = {
  own: 'свой',
  federal: 'федеральный',
  other: 'другой',
};

export const METHODOLOGY_STATE_WORDS: Record<string, Words> = {
  shipped: { text: 'входит в Опору', tone: 'done' },
  draft: { text: 'черновик', tone: 'planned' },
  published: { text: 'опубликована', tone: 'done' },
  withdrawn: { text: 'отозвана', tone: 'neutral' },
};

/** «скорее всего, 87 %»: how sure it is that the school truly meets the rule. */
export function probabilityWords(probability: number | null): string {
  if (probability === null) return '—';
  return `${likelihood(probability)}, ${bounded(probability)}`;
}

function likelihood(probability: number): string {
  if (probability >= 0.95) return 'почти наверняка да';
  if (probability >= 0.8) return 'скорее всего, да';
  if (probability >= 0.6) return 'скорее да';
  if (probability > 0.4) return 'неясно';
  if (probability > 0.2) return 'скорее нет';
  if (probability > 0.05) return 'скорее всего, нет';
  return 'почти наверняка нет';
}

/** Chance never makes a certainty: no 0 % and no 100 %. */
function bounded(probability: number): string {
  if (probability > 0.99) return `больше ${formatPercent(0.99)}`;
  if (probability < 0.01) return `меньше ${formatPercent(0.01)}`;
  return formatPercent(probability);
}

const SHARES = new Set(['share-below', 'mean-percent', 'lower-quantile-share', 'index']);

function figure(metric: string, value: number, decimals = 0): string {
  const isShare = SHARES.has(metric) || metric.startsWith('percentile');
  return isShare ? formatPercent(value, decimals) : formatNumber(value, { atMost: 2 });
}

/** «ВПР 5 математика 2025: 38 %, порог 30 %» */
export function reasonShort({ title, metric, value, threshold }: ShownReason): string {
  return value === null
    ? `${title}: участников мало, значение скрыто`
    : `${title}: ${figure(metric, value)}, порог ${thresholdWords(metric, threshold)}`;
}

/** «38 %, от 27 до 50 %, порог 30 %, 61 участник» */
export function reasonLong({ metric, value, low, high, threshold, n }: ShownReason): string {
  if (value === null || low === null || high === null || n === null)
    return 'участников так мало, что значение видит только сама школа';
  return [
    figure(metric, value),
    `от ${figure(metric, low).replace(/\s?%$/u, '')} до ${figure(metric, high)}`,
    `порог ${thresholdWords(metric, threshold)}`,
    count(n, 'участник', 'участника', 'участников'),
  ].join(', ');
}

/** «2024 и 2025 годы» */
export function yearsWords(years: readonly number[]): string {
  if (years.length === 0) return '';
  if (years.length === 1) return `${years[0]}${NO_BREAK_SPACE}год`;
  return `${years.slice(0, -1).join(', ')} и ${years.at(-1)}${NO_BREAK_SPACE}годы`;
}

function thresholdWords(metric: string, threshold: number): string {
  return figure(metric, threshold, Math.abs(threshold * 100 - Math.round(threshold * 100)) > 1e-9 ? 1 : 0);
}

/** «в списке при 83 % разумных настроек» */
export function sensitivityWords(share: number | null | undefined): string {
  if (share === undefined || share === null) return '—';
  if (share === 0) return 'ни при каких разумных настройках';
  if (share === 1) return 'при всех разумных настройках';
  return `при ${formatPercent(share)} разумных настроек`;
}

/** Over all plausible settings: how short and how long the list would be. */
export function settingsWords({ settings, least, most }: SensitivityFacts): string {
  const tried = count(settings, 'разумная настройка', 'разумные настройки', 'разумных настроек');
  return least === most
    ? `Проверено: ${tried}. При каждой в списке ${schoolsWords(least)}.`
    : `Проверено: ${tried}. В списке от ${formatNumber(least)} до ${schoolsWords(most)}.`;
}

/** Names of methodologies have years of their own. */
export function runTitle(methodology: string, year: number): string {
  return `${methodology}: результаты ${year}${NO_BREAK_SPACE}года`;
}

export function schoolsWords(number: number): string {
  return count(number, 'школа', 'школы', 'школ');
}

/** The first marks of a hash: enough to tell two apart by eye. */
export function shortHash(hash: string | null): string {
  return hash === null ? '—' : hash.slice(0, 12);
}
