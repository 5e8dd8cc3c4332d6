/** What a look at a running system found, one line each. */
export type Finding = {
  /** Stable name of the check, for programs. */
  check: string;
  state: 'ok' | 'warning' | 'failure';
  /** What is so, in Russian. */
  text: string;
  /** What to do about it. */
  advice?: string;
};

export const ok = (check: string, text: string): Finding => ({ check, state: 'ok', text });
export const warning = (check: string, text: string, advice: string): Finding => ({
  check,
  state: 'warning',
  text,
  advice,
});
export const failure = (check: string, text: string, advice: string): Finding => ({
  check,
  state: 'failure',
  text,
  advice,
});
