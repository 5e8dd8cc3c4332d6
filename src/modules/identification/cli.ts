/** Identification at the command line. */
import type { CliVerb } from '#kernel/cli.ts';
import { methodologyVerbs } from './cli/methodology.ts';

export const verbs: readonly CliVerb[] = [...methodologyVerbs];
