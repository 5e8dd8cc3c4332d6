import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { testDatabase } from '#tests/support/database.ts';
import { troubleOf } from './trouble.ts';

const { db } = await testDatabase();

test('a value that no column can hold is a mistake in the request, not a fault', async () => {
  const queries = [
    sql`select ${'a\u0000b'}::text`,
    sql`select ${'2147483648'}::int`,
    sql`select ${'31.02.2026'}::date`,
  ];
  for (const query of queries) {
    const refused = await query.execute(db).catch((error: unknown) => error);
    expect(troubleOf(refused)).toMatchObject({ code: 'badRequest', status: 400, advice: expect.any(String) });
  }
});

test('a mistake of ours in a query, and a refusal with words of its own, are left as they are', async () => {
  const refused = await sql`select nothing_like_it`.execute(db).catch((error: unknown) => error);
  expect(troubleOf(refused)).toBeNull();
  expect(troubleOf(new AppError('notFound'))).toBeNull();
});
