import { AppError } from '#kernel/errors.ts';
import type { Services } from '#platform/context.ts';
import type { Connection } from '#platform/database.ts';
import { hashPassword, MINIMUM_PASSWORD_LENGTH } from '#platform/password.ts';
import { newId } from '#platform/token.ts';

/** As better-auth names an account with a password. */
export const CREDENTIAL = 'credential';

export async function writePassword(
  { clock }: Pick<Services, 'clock'>,
  trx: Connection,
  userId: string,
  password: string,
): Promise<void> {
  insistLongEnough(password);
  const values = { password: await hashPassword(password), updated_at: clock.now() };
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

/** better-auth takes at most 128 characters at sign-in. */
export function insistLongEnough(password: string): void {
  if (password.length < MINIMUM_PASSWORD_LENGTH) throw new AppError('passwordTooShort', { field: 'password' });
  if (password.length > 128)
    throw new AppError('invalidInput', { field: 'password', text: 'Пароль длиннее 128 знаков.' });
}
