/** An hour of ordinary work: memory stays flat. */
import { setTimeout as sleep } from 'node:timers/promises';
import { atWork, signedIn } from '../crowd.ts';
import { ordinaryStep } from '../journeys.ts';
import { openLedger } from '../ledger.ts';
import { type Memory, memoryOf } from '../memory.ts';
import { atMost, ordinaryChecks, type Scenario } from '../scenario.ts';
import { openSite } from '../site.ts';
import { THRESHOLDS } from '../thresholds.ts';

const PAUSE = 10;
const LOOKS = 60;
/** Caches and compiled code fill in the first part; the quarter after it is what the last is held against. */
const WARM_SHARE = 0.25;

export const soak: Scenario = {
  title: 'a soak: hours of ordinary work with flat memory',
  usual: { users: 150, schools: 300, minutes: 60 },
  async run({ users, schools, minutes }, say) {
    const site = await openSite(users, schools);
    try {
      const ledger = openLedger();
      const crowd = await signedIn(site.url, site.accounts, ledger);
      ledger.begin();
      const looks: Memory[] = [];
      const watch = (async () => {
        for (let look = 0; look < LOOKS; look += 1) {
          await sleep((minutes * 60_000) / LOOKS);
          looks.push(memoryOf(site.pid));
          const { server, database } = looks.at(-1) as Memory;
          if (look % 6 === 5) say(`${(((look + 1) / LOOKS) * minutes).toFixed(0)} min: ${told({ server, database })}`);
        }
      })();
      await Promise.all([watch, atWork(crowd, { seconds: minutes * 60, pause: PAUSE }, ordinaryStep)]);
      const totals = ledger.totals();
      const early = middle(looks.slice(LOOKS * WARM_SHARE, LOOKS * 2 * WARM_SHARE));
      const late = middle(looks.slice(-LOOKS * WARM_SHARE));
      const growth = (part: keyof Memory) => 100 * (late[part] / early[part] - 1);
      return {
        totals: [totals],
        checks: [
          atMost('growth of the server', growth('server'), 100 * THRESHOLDS.memoryGrowth, '%', 1),
          atMost('growth of the database', growth('database'), 100 * THRESHOLDS.memoryGrowth, '%', 1),
          ...ordinaryChecks(totals),
        ],
        remarks: [`memory in the second quarter ${told(early)}; in the last ${told(late)}`],
      };
    } finally {
      await site.close();
    }
  },
};

function middle(looks: readonly Memory[]): Memory {
  const of = (part: keyof Memory) => {
    const sorted = looks.map((look) => look[part]).toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  };
  return { server: of('server'), database: of('database') };
}

function told({ server, database }: Memory): string {
  return `server and worker ${server.toFixed(0)} MB, database ${database.toFixed(0)} MB`;
}
