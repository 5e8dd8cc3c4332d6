/** Input that a method cannot answer for. Methods refuse it by name rather than return a number without meaning. */
const TEXTS = {
  noData: 'Нет ни одного наблюдения.',
  lengthsDiffer: 'Столбцы разной длины.',
  missingValues: 'Есть пропущенные или нечисловые значения.',
  oneGroup: 'Все наблюдения в одной группе: сравнивать не с чем.',
  constantPredictor: 'Предиктор не меняется: его влияние оценить нельзя.',
  noVariance: 'Показатель у всех одинаков: разброса нет.',
  collinear: 'Предикторы линейно зависимы.',
  tooManyParameters: 'Параметров больше, чем наблюдений.',
  outOfRange: 'Значение вне допустимых границ.',
  tooFew: 'Наблюдений слишком мало для этого метода.',
  notConverged: 'Вычисление не сошлось.',
} as const;

export type StatsErrorCode = keyof typeof TEXTS;

/** `details` names the column, the count, the limit. */
export class StatsError extends Error {
  readonly code: StatsErrorCode;
  readonly details: Record<string, unknown>;

  constructor(code: StatsErrorCode, details: Record<string, unknown> = {}) {
    super(`${TEXTS[code]}${Object.keys(details).length > 0 ? ` (${describe(details)})` : ''}`);
    this.name = 'StatsError';
    this.code = code;
    this.details = details;
  }
}

function describe(details: Record<string, unknown>): string {
  return Object.entries(details)
    .map(([key, value]) => `${key}: ${Array.isArray(value) ? value.join(', ') : String(value)}`)
    .join('; ');
}
