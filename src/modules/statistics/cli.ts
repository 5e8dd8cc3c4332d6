/** Where each `opora stats …` command lives; a file is loaded when its command is called. */
import type { CliVerb } from '#kernel/cli.ts';

type VerbFile = { verbs: readonly CliVerb[] };

const shares = () => import('./verbs/shares.ts');
const integrity = () => import('./verbs/integrity.ts');

const keys = () => import('./verbs/keys.ts');
const schools = () => import('./verbs/schools.ts');
const context = () => import('./verbs/context.ts');

export const statisticsVerbs: Readonly<Record<string, () => Promise<VerbFile>>> = {
  'stats value-added': () => import('./verbs/value-added.ts'),
  'stats growth': () => import('./verbs/growth.ts'),
  'stats rasch': () => import('./verbs/rasch.ts'),
  'stats wrong-key': keys,
  'stats answers': keys,
  'stats partial-credit': () => import('./verbs/partial-credit.ts'),
  'stats dif': () => import('./verbs/dif.ts'),
  'stats band': schools,
  'stats stability': schools,
  'stats pooled': schools,
  'stats markers': () => import('./verbs/markers.ts'),
  'stats quantile-regression': () => import('./verbs/quantile.ts'),
  'stats regression': context,
  'stats social-index': context,
  'stats clusters': context,
  'stats proportion': shares,
  'stats beta-binomial': shares,
  'stats funnel': shares,
  'stats bunching': integrity,
  'stats density': integrity,
  'stats trend': () => import('./verbs/trend.ts'),
  'stats effect': () => import('./verbs/effect.ts'),
  'stats assign': () => import('./verbs/assign.ts'),
};
