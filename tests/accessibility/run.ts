/**
 * `npm run accessibility [-- keys zoom matrix] [--roles region,head] [--pages /plans/1,/tasks] [--all-looks]`: on a server and a demo region of its own,
 * the main ways by keys alone; every page × role × theme and text size under axe, the names of its controls; each page at 400 %. Tells counts and problems, ends with 1 when there are any.
 */
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { demoRegion, serve } from '../../bench/server.ts';
import { launchBrowser } from '../e2e/browser.ts';
import { PAGES } from '../e2e/pages.ts';
import type { Role } from '../e2e/support.ts';
import { walkByKeys } from './by-keys.ts';
import { allLooks, looksOfTurn } from './looks.ts';
import { walkPages } from './matrix.ts';
import { nameProblems } from './names.ts';
import { contextOf, EVERYBODY } from './people.ts';
import { preparedPages } from './prepared.ts';
import { PAGE_PATTERNS } from './site.ts';
import { zoomProblems } from './zoom.ts';

const SCHOOLS = 300;
/** Lists with nothing in them, pages that are not there. */
const ODD = [
  '/plans?q=щщщ',
  '/organisations?q=щщщ',
  '/overdue?q=щщщ',
  '/search?q=щщщ',
  '/tasks?q=щщщ',
  '/curators?q=щщщ',
  '/admin/users?q=щщщ',
  '/admin/audit?q=щщщ',
  '/no-such-page',
  '/plans/999999',
];

/** For who has not signed in; whatever else is asked for leads to the first. */
const SIGNED_OUT = ['/sign-in', '/sign-in/code', '/sign-in/provider', '/invitation/no-such-link', '/accessibility'];

const PARTS = ['keys', 'zoom', 'matrix'];
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Those alone, instead of all. */
    pages: { type: 'string' },
    roles: { type: 'string', default: EVERYBODY.join() },
    'all-looks': { type: 'boolean', default: false },
  },
});
const roles = values.roles.split(',') as Role[];
const parts = positionals.length > 0 ? positionals : PARTS;
const strange = [
  ...parts.filter((part) => !PARTS.includes(part)),
  ...roles.filter((role) => !EVERYBODY.includes(role)),
];
if (strange.length > 0) {
  process.stderr.write(
    `Not known: ${strange.join(', ')}. Parts: ${PARTS.join(', ')}; roles: ${EVERYBODY.join(', ')}\n`,
  );
  process.exit(2);
}
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const region = await demoRegion(SCHOOLS);
const server = await serve(region);
const browser = await launchBrowser();
try {
  const problems: string[] = [];
  if (parts.includes('keys')) problems.push(...(await walkByKeys(browser, server.url, print)));
  if (parts.includes('zoom')) problems.push(...(await zoom(browser, server.url)));
  if (parts.includes('matrix')) problems.push(...(await matrix(browser, server.url)));
  process.exitCode = problems.length > 0 ? 1 : 0;
} finally {
  await browser.close();
  await server.stop();
  await region.remove();
}

/** Each page once, under the role it is listed for. */
async function zoom(browser: Browser, url: string): Promise<string[]> {
  const problems: string[] = [];
  let pages = 0;
  for (const [role, addresses] of Object.entries(PAGES) as [Role, string[]][]) {
    if (!roles.includes(role)) continue;
    const context = await contextOf(browser, url, role);
    const page = await context.newPage();
    for (const address of addresses.filter((one) => values.pages?.split(',').includes(one) ?? true)) {
      await page.goto(address);
      pages += 1;
      for (const problem of await zoomProblems(page)) {
        problems.push(`${role}: ${address}: ${problem}`);
        print(problems.at(-1)!);
      }
    }
    await context.close();
  }
  print(`At 400 %, by Tab, with wide text: ${pages} pages, ${problems.length} problems`);
  return problems;
}

async function matrix(browser: Browser, url: string): Promise<string[]> {
  const prepared = values.pages ? { pages: [], invitation: '' } : await preparedPages(url);
  const addresses = values.pages?.split(',') ?? [
    ...new Set([...Object.values(PAGES).flat(), ...prepared.pages, ...ODD]),
  ];
  const problems: string[] = [];
  const patterns = new Set<string>();
  const total = { pages: 0, looks: 0, refused: 0 };
  const walks = [
    ...roles.map((role) => ({ role, name: role, addresses })),
    ...(values.pages ? [] : [{ role: null, name: 'signed out', addresses: [...SIGNED_OUT, prepared.invitation] }]),
  ];
  for (const [at, { role, name, addresses: asked }] of walks.entries()) {
    const context = await contextOf(browser, url, role);
    const page = await context.newPage();
    await page.goto('/');
    const seen = await walkPages(page, {
      addresses: asked,
      looksAt: (turn) => (values['all-looks'] ? allLooks() : looksOfTurn(turn + at)),
      more: nameProblems,
      tell: (problem) => print(`${name}: ${problem}`),
    });
    await context.close();
    for (const pattern of seen.patterns) patterns.add(pattern);
    problems.push(...seen.problems.map((problem) => `${name}: ${problem}`));
    for (const key of ['pages', 'looks', 'refused'] as const) total[key] += seen[key];
    print(
      `${name}: ${seen.pages} pages, ${seen.looks} looks, ${seen.refused} refused, ${seen.problems.length} problems`,
    );
  }
  print(`${walks.length} roles, ${total.pages} pages, ${total.looks} looks, ${problems.length} problems`);
  const unseen = PAGE_PATTERNS.filter((pattern) => !patterns.has(pattern));
  print(`Kinds of page seen: ${patterns.size} of ${PAGE_PATTERNS.length}; not seen: ${unseen.join(', ') || 'none'}`);
  return problems;
}
