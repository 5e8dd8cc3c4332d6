/**
 * Mail goes through the outbox: written in the transaction of what it tells, sent by the worker.
 * Without an SMTP server it stays there to be read on the outbox page.
 */
import { createTransport, type Transporter } from 'nodemailer';
import type { Services } from './context.ts';
import type { Connection } from './database.ts';
import type { JobDefinition } from './jobs.ts';

const SEND_OUTBOX = 'mail.send-outbox';
/** After so many refusals a letter is left alone; its last error stays readable. */
export const MAIL_ATTEMPTS = 8;
const BATCH = 50;
const TIMEOUT_MS = 20_000;

export type Mail = { to: string; subject: string; text: string };

export async function queueMail(
  services: Pick<Services, 'clock' | 'jobs' | 'config'>,
  db: Connection,
  mail: Mail,
): Promise<void> {
  await db
    .insertInto('outbox_mails')
    .values({ to_address: mail.to, subject: mail.subject, body_text: mail.text, created_at: services.clock.now() })
    .execute();
  await queueOutbox(services, db);
}

/** Has the worker look at the outbox, where there is somewhere to send to. */
export async function queueOutbox({ config, jobs }: Pick<Services, 'jobs' | 'config'>, db: Connection): Promise<void> {
  if (config.smtpUrl) await jobs.enqueue(db, SEND_OUTBOX, {}, { singletonKey: 'outbox' });
}

/**
 * Sends what waits. A letter is marked in the transaction that holds it, so two workers never send
 * the same one; a letter sent in the moment before a crash may go twice, but none is lost.
 */
export async function sendOutbox(services: Services): Promise<{ sent: number; refused: number }> {
  const { smtpUrl } = services.config;
  const outcome = { sent: 0, refused: 0, taken: 0 };
  if (!smtpUrl) return outcome;
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    let letters: number[];
    do {
      letters = await nextLetters(services);
      for (const id of letters) outcome[await sendLetter(services, transport, id)] += 1;
      // After a refusal the rest waits for the next round: the server may be down or want less at a time.
    } while (letters.length === BATCH && outcome.refused === 0);
    return outcome;
  } finally {
    transport.close();
  }
}

async function nextLetters({ db }: Services): Promise<number[]> {
  const rows = await db
    .selectFrom('outbox_mails')
    .select('id')
    .where('sent_at', 'is', null)
    .where('attempts', '<', MAIL_ATTEMPTS)
    .orderBy('attempts')
    .orderBy('id')
    .limit(BATCH)
    .execute();
  return rows.map(({ id }) => id);
}

async function sendLetter(
  { config, db, clock }: Services,
  transport: Transporter,
  id: number,
): Promise<'sent' | 'refused' | 'taken'> {
  return db.transaction().execute(async (trx) => {
    const letter = await trx
      .selectFrom('outbox_mails')
      .selectAll()
      .where('id', '=', id)
      .where('sent_at', 'is', null)
      .forUpdate()
      .skipLocked()
      .executeTakeFirst();
    if (!letter) return 'taken';
    const attempts = letter.attempts + 1;
    const update = trx.updateTable('outbox_mails').where('id', '=', id);
    try {
      await transport.sendMail({
        from: config.mailFrom,
        to: letter.to_address,
        subject: letter.subject,
        text: letter.body_text,
      });
    } catch (error) {
      await update.set({ attempts, last_error: (error as Error).message }).execute();
      return 'refused';
    }
    await update.set({ attempts, sent_at: clock.now(), last_error: null }).execute();
    return 'sent';
  });
}

export const mailJobs: readonly JobDefinition[] = [
  {
    name: SEND_OUTBOX,
    // What a server refused for the moment is tried again with the next round.
    schedule: '*/10 * * * *',
    run: async (services) => {
      await sendOutbox(services);
    },
  },
];
