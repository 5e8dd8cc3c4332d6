/** Where each `opora stats …` command lives; a file is loaded when its command is called. */
import type { CliVerb } from '#kernel/cli.ts';

type VerbFile = { verbs: readonly CliVerb[] };

export const statisticsVerbs: Readonly<Record<string, () => Promise<VerbFile>>> = {
  'stats value-added': () => import('./verbs/value-added.ts'),
  'stats growth': () => import('./verbs/growth.ts'),
  'stats rasch': () => import('./verbs/rasch.ts'),
};
