/** Identification at the command line. */
import type { CliVerb } from '#kernel/cli.ts';
import { identifyVerb } from './cli/identify.ts';
import { methodologyVerbs } from './cli/methodology.ts';
import { verifyVerb } from './cli/verify.ts';

export const verbs: readonly CliVerb[] = [identifyVerb, ...methodologyVerbs, verifyVerb];
