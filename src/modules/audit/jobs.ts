/** The journal's own work by the clock: tying records into the chain, heads outside the database, forgetting addresses. */
import { addMonths } from '#kernel/dates.ts';
import type { Services } from '#platform/context.ts';
import { systemCtx } from '#platform/context.ts';
import type { JobDefinition } from '#platform/jobs.ts';
import { readOrMakeSecret } from '#platform/secret.ts';
import { readAnchors, writeAnchor } from './anchors.ts';
import { chainKeyOf } from './chain.ts';
import { retainJournal } from './commands/erase.ts';
import { sealAudit } from './commands/seal.ts';
import { chainHead } from './queries/chain.ts';

export const jobs: readonly JobDefinition[] = [
  { name: 'audit.seal', schedule: '* * * * *', run: async (services) => void (await seal(services)) },
  { name: 'audit.anchor', schedule: '5 * * * *', run: (services) => anchor(services) },
  { name: 'audit.retain', schedule: '40 3 * * *', run: (services) => retain(services) },
];

export async function auditKey({ config }: Pick<Services, 'config'>): Promise<Buffer> {
  return chainKeyOf(await readOrMakeSecret(config.dataDirectory, 'audit-key'));
}

export async function seal(services: Services): Promise<number> {
  return sealAudit(services.db, await auditKey(services));
}

export async function anchor(services: Services): Promise<void> {
  const { config, db, clock } = services;
  await seal(services);
  const head = await chainHead(db);
  const known = (await readAnchors(config.dataDirectory)).at(-1);
  if (!head || known?.position === head.position) return;
  const hash = head.hash.toString('hex');
  await writeAnchor(config.dataDirectory, { at: clock.now().toISOString(), position: head.position, hash });
}

async function retain(services: Services): Promise<void> {
  const before = addMonths(services.clock.today(), -services.config.addressRetentionMonths);
  await retainJournal(systemCtx(services), new Date(`${before}T00:00:00Z`));
}
