/** A problem found in data. Data problems are collected, never thrown: all rows are checked, nothing is lost. */
export type Severity = 'error' | 'warning' | 'note';

export type Issue = {
  severity: Severity;
  /** Stable kebab-case code, e.g. `deadline-missing`. */
  code: string;
  /** Where: "таблица 1, строка 8, «Сроки исполнения»". */
  where: string;
  /** What is wrong, in Russian. */
  text: string;
  /** What to do next, in Russian. */
  advice: string;
};
