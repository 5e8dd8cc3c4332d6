/** Work of imports: reading files, going on after a killed worker, collecting what nobody needs. */
import type { JobDefinition } from '#platform/jobs.ts';
import { collectOrphans } from './commands/collect.ts';
import { importsLeftBehind, readImport } from './commands/read-import.ts';
import { READ_JOB } from './commands/receive.ts';

export const jobs: JobDefinition[] = [
  { name: READ_JOB, run: (services, { importId }) => readImport(services, Number(importId)) },
  {
    name: 'results.go-on',
    schedule: '* * * * *',
    async run(services) {
      for (const id of await importsLeftBehind(services)) await readImport(services, id);
    },
  },
  { name: 'results.collect', schedule: '30 3 * * *', run: async (services) => void (await collectOrphans(services)) },
];
