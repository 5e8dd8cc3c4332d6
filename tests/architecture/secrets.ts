/** What looks like a secret in a text: known forms of keys and tokens, and long random words given to a telling name. */

export type Finding = { line: number; what: string };

const FORMS: readonly [string, RegExp][] = [
  ['private key', /-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\s*\n?[A-Za-z0-9+/=]{16}/],
  ['age key', /\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/],
  ['AWS key', /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/],
  ['GitHub token', /\b(?:gh[oprsu]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/],
  ['GitLab token', /\bglpat-[\w-]{20,}/],
  ['Opora token', /\bopora_[\w-]{43}(?![\w-])/],
  ['npm token', /\bnpm_[A-Za-z0-9]{36}\b/],
  ['Slack token', /\bxox[abprs]-[\w-]{10,}/],
  ['Google key', /\bAIza[\w-]{35}\b/],
  ['Yandex token', /\by[0-3]_[\w-]{50,}/],
  ['Telegram token', /\b\d{8,10}:AA[\w-]{33}\b/],
  ['signed token', /\beyJ[\w-]{15,}\.eyJ[\w-]{15,}\.[\w-]{20,}/],
  ['password in an address', /\b[a-z][a-z0-9+]+:\/\/[^\s:/@'"`$]+:([^\s:/@'"`$]{8,})@/],
];
const NAMED = /(?:password|passphrase|secret|token|api_?key|пароль)\w*["']?\s*[:=]\s*["'`]([^"'`\s]{12,})["'`]/gi;
const WORD = /["'`]([A-Za-z0-9+/=_-]{32,})["'`]/g;

/** Bits a character: prose and names lie near 3 to 4, hexadecimal at 4 at most, random base64 above. */
const RANDOM_NAMED = 3.3;
const RANDOM = 4.6;

export function secretsIn(text: string): Finding[] {
  const findings: Finding[] = [];
  const add = (what: string, index: number) => findings.push({ line: text.slice(0, index).split('\n').length, what });
  for (const [what, form] of FORMS) {
    const found = form.exec(text);
    if (found) add(what, found.index);
  }
  for (const { 1: value = '', index } of text.matchAll(NAMED))
    if (entropy(value) > RANDOM_NAMED && /\d/.test(value) && /[A-Za-z]/.test(value)) add('named secret', index);
  for (const { 1: value = '', index } of text.matchAll(WORD))
    if (entropy(value) > RANDOM && /\d/.test(value) && /[a-z]/.test(value) && /[A-Z]/.test(value))
      add('random word', index);
  return findings;
}

function entropy(text: string): number {
  const counts = Map.groupBy(text, (character) => character);
  return [...counts.values()].reduce(
    (sum, { length }) => sum - (length / text.length) * Math.log2(length / text.length),
    0,
  );
}
