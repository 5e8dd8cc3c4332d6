/** How typed texts are read: by the same reader that reads whole documents. */
import { parseDeadline, readParty } from '#modules/plan-reading/index.ts';
import type { Understand } from '../domain/measure-input.ts';

export const understand: Understand = { deadline: parseDeadline, party: readParty };
