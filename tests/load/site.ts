/** A built server on a demo region of its own, with people signed up, behind what counts as the proxy. */
import { type DemoRegion, demoRegion, serve } from '../../bench/server.ts';
import { addAccounts, type Account } from './accounts.ts';

export type Site = {
  url: string;
  pid: number;
  region: DemoRegion;
  accounts: Account[];
  close(): Promise<void>;
};

export async function openSite(people: number, schools: number, settings: Record<string, string> = {}): Promise<Site> {
  const region = await demoRegion(schools);
  // Each user comes from the address of their organisation, and the limits hold as they do for everybody.
  Object.assign(region.environment, { OPORA_TRUSTED_PROXIES: '1', OPORA_RATE_TRUSTED: 'none', ...settings });
  const accounts = await addAccounts(region.environment, people);
  const { url, pid, stop } = await serve(region);
  return {
    url,
    pid,
    region,
    accounts,
    async close() {
      await stop();
      await region.remove();
    },
  };
}
