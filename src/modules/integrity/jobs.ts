/** Checks in the background. */
import type { JobDefinition } from '#platform/jobs.ts';
import { CHECK_JOB, executeCheck } from './commands/request-check.ts';

export const jobs: JobDefinition[] = [
  { name: CHECK_JOB, run: (services, { requestId }) => executeCheck(services, Number(requestId)) },
];
