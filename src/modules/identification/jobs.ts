/** Runs in the background. */
import type { JobDefinition } from '#platform/jobs.ts';
import { executeRun } from './commands/execute-run.ts';
import { RUN_JOB } from './commands/runs.ts';

export const jobs: JobDefinition[] = [
  { name: RUN_JOB, run: (services, data) => executeRun(services, Number(data['runId'])) },
];
