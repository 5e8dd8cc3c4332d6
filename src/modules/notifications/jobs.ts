/** The morning digest, after the reminders of the day are written. */
import type { JobDefinition } from '#platform/jobs.ts';
import { writeDigests } from './jobs/digest.ts';

/** Read notices are kept for a year. */
const KEEP_DAYS = 366;

export const jobs: readonly JobDefinition[] = [
  {
    name: 'notifications.digest',
    schedule: '30 7 * * *',
    async run(services) {
      await writeDigests(services);
    },
  },
  {
    name: 'notifications.remove-old',
    schedule: '23 3 * * *',
    async run({ db, clock }) {
      const before = new Date(clock.now().getTime() - KEEP_DAYS * 86_400_000);
      await db.deleteFrom('notifications').where('read_at', '<', before).execute();
    },
  },
];
