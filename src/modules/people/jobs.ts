/** Nightly order: sessions and links that ended long ago are of no use to anyone. */
import type { JobDefinition } from '#platform/jobs.ts';

export const jobs: readonly JobDefinition[] = [
  {
    name: 'people.remove-expired',
    schedule: '17 3 * * *',
    async run({ db, clock }) {
      for (const table of ['sessions', 'verifications'] as const)
        await db.deleteFrom(table).where('expires_at', '<', clock.now()).execute();
      const yesterday = new Date(clock.now().getTime() - 86_400_000);
      await db.deleteFrom('sign_in_failures').where('last_at', '<', yesterday).execute();
    },
  },
];
