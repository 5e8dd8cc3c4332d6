import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { newOrganisation, testServices } from '#tests/support/factory.ts';
import { whileUnchanged } from './unchanged.ts';

const { db } = await testServices();

function counted(): { compute: () => Promise<number>; times: () => number } {
  let times = 0;
  const compute = async () => {
    times += 1;
    const { number } = await db
      .selectFrom('organisations')
      .select((eb) => eb.fn.countAll<number>().as('number'))
      .executeTakeFirstOrThrow();
    return number;
  };
  return { compute, times: () => times };
}

async function snapshot(): Promise<string> {
  const { rows } = await sql<{ text: string }>`select pg_current_snapshot()::text as text`.execute(db);
  return rows[0]!.text;
}

test('an answer is computed once while nothing changes, also when many ask at once', async () => {
  // Other test files write into other databases of the cluster; that counts as a change, so a quiet moment is waited for.
  await expect
    .poll(
      async () => {
        const { compute, times } = counted();
        const key = `once ${await snapshot()}`;
        const before = await snapshot();
        await Promise.all(Array.from({ length: 5 }, () => whileUnchanged(db, key, compute)));
        await whileUnchanged(db, key, compute);
        return before === (await snapshot()) ? times() : 'something changed';
      },
      { timeout: 8_000, interval: 20 },
    )
    .toBe(1);
});

test('the first commit of anybody makes it anew', async () => {
  const { compute } = counted();
  const before = await whileUnchanged(db, 'anew', compute);
  await newOrganisation(db, { kind: 'region' });
  expect(await whileUnchanged(db, 'anew', compute)).toBe(before + 1);
});

test('a change that is not committed yet is not seen, and is seen when it is', async () => {
  const { compute } = counted();
  const before = await whileUnchanged(db, 'late', compute);
  await db.transaction().execute(async (transaction) => {
    await newOrganisation(transaction, { kind: 'region' });
    // Another change commits meanwhile: the answer kept then must not outlive the first.
    await newOrganisation(db, { kind: 'region' });
    expect(await whileUnchanged(db, 'late', compute)).toBe(before + 1);
  });
  expect(await whileUnchanged(db, 'late', compute)).toBe(before + 2);
});

test('different questions do not mix, and a failure is not kept', async () => {
  expect(await whileUnchanged(db, 'a', async () => 1)).toBe(1);
  expect(await whileUnchanged(db, 'b', async () => 2)).toBe(2);
  await expect(whileUnchanged(db, 'c', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await whileUnchanged(db, 'c', async () => 3)).toBe(3);
});
