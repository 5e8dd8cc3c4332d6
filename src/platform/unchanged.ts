/** Answers that cost much and are asked often, kept for as long as nothing in the database changes. */
import { sql } from 'kysely';
import type { Database } from './database.ts';

type Kept = { snapshot: string; answer: Promise<unknown> };

const KEPT_PER_DATABASE = 500;
/** Global: the pages and the server around them each have their own copy of this file. */
const ANSWERS = Symbol.for('opora.answers');

/** A place for answers that several openings of one database share, because they show the same rows. */
export type Answers = Map<string, Kept>;

type Keeping = { [ANSWERS]?: Answers };

export function keepAnswersIn(db: Database, answers: Answers): void {
  (db as Keeping)[ANSWERS] = answers;
}

/**
 * The snapshot names exactly which transactions are visible: while it is the same, the same question has the
 * same answer, and the first commit of anybody makes it another. So an answer is never stale, needs no list of
 * what spoils it, and a crowd asking at once waits for one computation. `key` must hold all that the answer depends on.
 */
export async function whileUnchanged<T>(db: Database, key: string, compute: () => Promise<T>): Promise<T> {
  const answers = ((db as Keeping)[ANSWERS] ??= new Map<string, Kept>());
  const { rows } = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(db);
  const snapshot = rows[0]?.snapshot ?? '';
  const known = answers.get(key);
  if (known?.snapshot === snapshot) return known.answer as Promise<T>;
  const answer = compute();
  answers.delete(key);
  answers.set(key, { snapshot, answer });
  if (answers.size > KEPT_PER_DATABASE) answers.delete(answers.keys().next().value!);
  answer.catch(() => answers.delete(key));
  return answer;
}
