/** How far a run is, written down as it goes; a run that was cancelled stops at its next step. */
import { setImmediate } from 'node:timers/promises';
import type { Services } from '#platform/context.ts';

export class RunStopped extends Error {}

/** Parts of a hundred that the steps of a run take. */
export const STEPS = { read: 10, listed: 30, tried: 95 } as const;

export type RunProgress = (percent: number) => Promise<void>;

/** @throws RunStopped when the run is under way no longer */
export function progressOf({ db }: Pick<Services, 'db'>, runId: number): RunProgress {
  let told = -1;
  return async (percent) => {
    const whole = Math.floor(percent);
    // Others in this process, the next job among them, take their turn.
    await setImmediate();
    if (whole <= told) return;
    told = whole;
    const kept = await db
      .updateTable('identification_runs')
      .set({ progress: whole })
      .where('id', '=', runId)
      .where('state', '=', 'running')
      .returning('id')
      .executeTakeFirst();
    if (!kept) throw new RunStopped();
  };
}
