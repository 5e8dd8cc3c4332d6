/** Six hundred people at their ordinary work, ten minutes long. */
import { atWork, signedIn } from '../crowd.ts';
import { ordinaryStep } from '../journeys.ts';
import { openLedger } from '../ledger.ts';
import { atLeast, ordinaryChecks, type Scenario } from '../scenario.ts';
import { openSite } from '../site.ts';
import { THRESHOLDS } from '../thresholds.ts';

const USUAL = { users: 600, schools: 300, minutes: 10 };
/** Seconds between the pages of one person; a step opens one to three. */
const PAUSE = 10;

export const ordinaryDay: Scenario = {
  title: 'an ordinary day: everybody signed in and at work',
  usual: USUAL,
  async run({ users, schools, minutes }, say) {
    const site = await openSite(users, schools);
    try {
      const ledger = openLedger();
      const crowd = await signedIn(site.url, site.accounts, ledger);
      const letIn = ledger.totals();
      say(`${crowd.length} signed in, ${letIn.seconds.toFixed(0)} s`);
      ledger.begin();
      await atWork(crowd, { seconds: minutes * 60, pause: PAUSE }, ordinaryStep);
      const totals = ledger.totals();
      const least = (THRESHOLDS.leastPerSecond * users) / USUAL.users;
      return {
        totals: [totals],
        checks: [atLeast('answers', totals.all.perSecond, least, '/s'), ...ordinaryChecks(totals)],
        remarks: [],
      };
    } finally {
      await site.close();
    }
  },
};
