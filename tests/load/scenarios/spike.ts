/** Ten times as many requests from one second to the next: refusals are allowed, failures are not, and it passes. */
import { atWork, signedIn } from '../crowd.ts';
import { ordinaryStep } from '../journeys.ts';
import { openLedger } from '../ledger.ts';
import { atMost, ordinaryChecks, type Scenario } from '../scenario.ts';
import { openSite } from '../site.ts';
import { THRESHOLDS } from '../thresholds.ts';

const PAUSE = 10;
const TIMES = 10;
const CALM_SECONDS = 10;

export const spike: Scenario = {
  title: 'a spike: ten times the pace of an ordinary day, and the calm after it',
  usual: { users: 600, schools: 300, minutes: 1 },
  async run({ users, schools, minutes }, say) {
    const site = await openSite(users, schools);
    try {
      const ledger = openLedger();
      const crowd = await signedIn(site.url, site.accounts, ledger);
      const during = async (seconds: number, pause: number) => {
        ledger.begin();
        await atWork(crowd, { seconds, pause }, ordinaryStep);
        return ledger.totals();
      };
      const before = await during(minutes * 60, PAUSE);
      say(`before: ${before.all.perSecond.toFixed(0)}/s, P95 ${before.all.p95.toFixed(0)} ms`);
      const spiked = await during(minutes * 60, PAUSE / TIMES);
      say(`spike: ${spiked.all.perSecond.toFixed(0)}/s answered, ${spiked.refused} refused`);
      // What was asked in the spike is answered by now; the first seconds after it are not what is measured.
      await during(CALM_SECONDS, PAUSE);
      const after = await during(minutes * 60, PAUSE);
      return {
        totals: [before, spiked, after],
        checks: [
          ...ordinaryChecks(spiked, { crowded: true }),
          atMost('P95 of pages after it', after.kinds['page']?.p95 ?? Number.NaN, THRESHOLDS.pageP95, 'ms'),
          atMost('5xx after it', after.failed, 0, ''),
          atMost('refused after it', after.refused, 0, ''),
        ],
        remarks: [],
      };
    } finally {
      await site.close();
    }
  },
};
