/** How much more several server processes on one database answer: everybody asks without a pause. */
import { cpus } from 'node:os';
import { atWork, signedIn } from '../crowd.ts';
import { ordinaryStep } from '../journeys.ts';
import { openLedger } from '../ledger.ts';
import { ordinaryChecks, type Scenario } from '../scenario.ts';
import { openSite } from '../site.ts';

const WARM_SECONDS = 15;

export const processes: Scenario = {
  title: 'several server processes: pages a second when everybody asks without a pause',
  usual: { users: 60, schools: 300, minutes: 1 },
  async run({ users, schools, minutes }, say) {
    const rates: { count: number; perSecond: number }[] = [];
    const all = [];
    for (const count of [1, 2, 4].filter((number) => number <= Math.max(2, cpus().length))) {
      const site = await openSite(users, schools, {
        OPORA_PROCESSES: String(count),
        OPORA_RATE_LIMITS: 'session=900000',
      });
      try {
        const ledger = openLedger();
        const crowd = await signedIn(site.url, site.accounts, ledger);
        await atWork(crowd, { seconds: WARM_SECONDS, pause: 0 }, ordinaryStep);
        ledger.begin();
        await atWork(crowd, { seconds: minutes * 60, pause: 0 }, ordinaryStep);
        const totals = ledger.totals();
        all.push(totals);
        rates.push({ count, perSecond: totals.all.perSecond });
        say(`${count}: ${totals.all.perSecond.toFixed(0)} answers a second`);
      } finally {
        await site.close();
      }
    }
    const [alone] = rates;
    return {
      totals: all,
      checks: all.flatMap((totals) => ordinaryChecks(totals, { crowded: true })),
      remarks: rates.map(
        ({ count, perSecond }) =>
          `${count} of them: ${perSecond.toFixed(0)} answers a second, ${(perSecond / (alone?.perSecond ?? 1)).toFixed(2)} × one; cores ${cpus().length}, the load itself runs on them as well`,
      ),
    };
  },
};
