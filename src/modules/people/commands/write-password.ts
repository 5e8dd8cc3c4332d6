import { AppError } from '#kernel/errors.ts';
import type { Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import type { Config } from '#platform/config.ts';
import { hashPassword } from '#platform/password.ts';
import { faultIn, isBreached, isCommon, LONGEST_PASSWORD } from '#platform/password-rules.ts';
import { forgetFailures } from '#platform/sign-in-throttle.ts';
import { newId } from '#platform/token.ts';

/** As better-auth names an account with a password. */
export const CREDENTIAL = 'credential';

export async function writePassword(
  { clock, config }: Pick<Services, 'clock' | 'config'>,
  trx: Connection,
  userId: string,
  password: string,
): Promise<void> {
  const { name, email } = await trx
    .selectFrom('users')
    .select(['name', 'email'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
  await insistGoodPassword(config, password, [name, email]);
  const values = { password: await hashPassword(password.normalize('NFC')), updated_at: clock.now() };
  // Whoever was kept out for guessing the old one need not wait with the new.
  await forgetFailures(trx, email);
  const { numUpdatedRows } = await trx
    .updateTable('accounts')
    .set(values)
    .where('user_id', '=', userId)
    .where('provider_id', '=', CREDENTIAL)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) return;
  await trx
    .insertInto('accounts')
    .values({
      id: newId(),
      user_id: userId,
      account_id: userId,
      provider_id: CREDENTIAL,
      created_at: clock.now(),
      ...values,
    })
    .execute();
}

/** Refuses what is short, common, breached or made of the person's own words. */
export async function insistGoodPassword(
  config: Pick<Config, 'breachedPasswords'>,
  password: string,
  words: readonly string[] = [],
): Promise<void> {
  const fault = faultIn(password, words);
  const field = 'password';
  if (fault === 'short') throw new AppError('passwordTooShort', { field });
  if (fault === 'long')
    throw new AppError('invalidInput', { field, text: `Пароль длиннее ${LONGEST_PASSWORD} знаков.` });
  if (fault === 'simple')
    throw new AppError('passwordGuessable', { field, text: 'Пароль из повторов или соседних клавиш легко подобрать.' });
  if (fault === 'own')
    throw new AppError('passwordGuessable', {
      field,
      text: 'Пароль из вашего имени, почты или слов «опора», «школа», «пароль» легко подобрать.',
    });
  const { breachedPasswords } = config;
  if ((await isCommon(password)) || (breachedPasswords && (await isBreached(password, breachedPasswords))))
    throw new AppError('passwordGuessable', { field, text: 'Этот пароль есть в списках украденных.' });
}
