/** What the commands say when they cannot answer: one line, then what to do. */
import type { StatsError, StatsErrorCode } from '#stats/errors.ts';

/** The command itself is wrong: a missing option, a column that the file does not have. */
export class UsageError extends Error {}

const ADVICE: Record<StatsErrorCode, string> = {
  noData: 'Проверьте, что в файле есть строки, а в нужных столбцах — значения.',
  lengthsDiffer: 'Проверьте, что в каждой строке файла столько же полей, сколько в заголовке.',
  missingValues: 'Заполните пропуски или уберите такие строки.',
  oneGroup: 'Возьмите данные хотя бы по двум группам.',
  constantPredictor: 'Уберите этот столбец из модели.',
  noVariance: 'Проверьте, тот ли столбец выбран.',
  collinear: 'Уберите из модели столбец, который складывается из других.',
  tooManyParameters: 'Возьмите меньше столбцов или больше наблюдений.',
  outOfRange: 'Исправьте значение в файле или в ключе команды.',
  tooFew: 'Возьмите больше данных.',
  notConverged: 'Проверьте данные на выбросы и почти одинаковые столбцы; возьмите модель проще.',
};

export function explained(error: StatsError): string {
  return `${error.message} ${ADVICE[error.code]}`;
}

/** The name most like the one asked for; null where none is near. */
export function nearest(asked: string, names: readonly string[]): string | null {
  const key = asked.toLowerCase();
  let best: { name: string; distance: number } | null = null;
  for (const name of names) {
    const other = name.toLowerCase();
    const within = other !== '' && (other.includes(key) || key.includes(other));
    const distance = within ? Math.abs(other.length - key.length) / 2 : editDistance(key, other);
    if (!best || distance < best.distance) best = { name, distance };
  }
  return best && best.distance <= Math.max(2, key.length / 2) ? best.name : null;
}

/** Insertions, deletions and replacements (Wagner & Fischer 1974). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
