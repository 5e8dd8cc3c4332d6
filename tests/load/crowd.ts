/** A crowd at work: everybody acts, thinks, acts again, each at a pace of their own, until told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '#demo/random.ts';
import type { Account } from './accounts.ts';
import type { Ledger } from './ledger.ts';
import { openUser, type User } from './users.ts';

/** At a time: letting in costs half a core for a tenth of a second each. */
const AT_A_TIME = 4;

export async function signedIn(url: string, accounts: readonly Account[], ledger: Ledger): Promise<User[]> {
  const users = accounts.map((account, number) => openUser(url, account, seededRandom(number + 1), ledger));
  const waiting = [...users];
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      for (let user = waiting.shift(); user; user = waiting.shift()) await user.signIn();
    }),
  );
  return users;
}

/** `pause`: mean seconds between an answer and the next request. Resolves when the last answer is there. */
export async function atWork(
  users: readonly User[],
  { seconds, pause }: { seconds: number; pause: number },
  act: (user: User) => Promise<unknown>,
): Promise<void> {
  const end = performance.now() + seconds * 1000;
  await Promise.all(
    users.map(async (user) => {
      // Nobody begins at the same instant.
      await sleep(user.random.next() * pause * 1000);
      while (performance.now() < end) {
        await act(user);
        await sleep((0.5 + user.random.next()) * pause * 1000);
      }
    }),
  );
}
