/** Every page × role × theme and text size under axe with all its rules: pages named, and one of each kind that links lead to. */
import type { Page } from 'playwright-core';
import type { Appearance } from '#web/appearance.ts';
import { axeViolations } from '../e2e/browser.ts';
import { patternOf } from './site.ts';

export type Seen = { pages: number; looks: number; refused: number; patterns: Set<string>; problems: string[] };

type Walk = {
  addresses: readonly string[];
  /** In which looks the page of that number is seen. */
  looksAt(turn: number): readonly Appearance[];
  /** What else is asked of each page, in its usual look. */
  more(page: Page): Promise<string[]>;
  tell(problem: string): void;
};

export async function walkPages(page: Page, walk: Walk): Promise<Seen> {
  const seen: Seen = { pages: 0, looks: 0, refused: 0, patterns: new Set(), problems: [] };
  const waiting = [...walk.addresses];
  const known = new Set(waiting);
  /** A refusal looks the same whatever was asked for: one of each status is looked at. */
  const refusals = new Set<number>();
  /** Which kind of page has that title: of windows and tabs a person chooses by it. */
  const titles = new Map<string, string>();
  for (let turn = 0; waiting.length > 0; turn += 1) {
    const address = waiting.shift()!;
    const told = seen.problems.length;
    const looks = walk.looksAt(turn);
    const status = await open(page, address, looks[0]!);
    if (status >= 500) seen.problems.push(`${address}: ${status}`);
    if (status !== 200) {
      seen.refused += 1;
      if (refusals.has(status)) continue;
      refusals.add(status);
    }
    const landed = patternOf(new URL(page.url()).pathname);
    if (landed !== undefined && status === 200) seen.patterns.add(landed);
    if (landed !== undefined && status === 200) {
      const title = await page.title();
      const also = titles.get(title) ?? landed;
      if (also !== landed) seen.problems.push(`${address}: called «${title}» as is ${also}`);
      titles.set(title, also);
    }
    seen.pages += 1;
    for (const [at, look] of looks.entries()) {
      if (at === 0) await assertLook(page, look);
      else await wear(page, look);
      seen.looks += 1;
      for (const violation of await axeViolations(page))
        seen.problems.push(`${address}, ${look.theme} ${look.textSize} %: ${violation}`);
    }
    await wear(page, { theme: 'light', textSize: 100 });
    seen.problems.push(...(await walk.more(page)).map((problem) => `${address}: ${problem}`));
    for (const link of await linksOf(page)) {
      const pattern = patternOf(link);
      if (pattern === undefined || known.has(link) || known.has(`:${pattern}`)) continue;
      known.add(`:${pattern}`);
      if (![...known].some((one) => patternOf(one) === pattern)) waiting.push(link);
    }
    for (const problem of seen.problems.slice(told)) walk.tell(problem);
  }
  return seen;
}

/** As the server sends it to who has chosen the look. */
async function open(page: Page, address: string, { theme, textSize }: Appearance): Promise<number> {
  const { origin } = new URL(page.url());
  await page.context().addCookies([{ name: 'opora_look', value: `${theme}.${textSize}`, url: origin }]);
  const answer = await page.goto(address);
  return answer?.status() ?? 0;
}

async function assertLook(page: Page, look: Appearance): Promise<void> {
  const { theme, text } = await page.evaluate(() => ({ ...document.documentElement.dataset }));
  if (theme !== look.theme || text !== String(look.textSize))
    throw new Error(`${page.url()} came as ${theme} ${text}, not as ${look.theme} ${look.textSize}`);
}

/** What the server writes for the look, without asking for the page again. */
function wear(page: Page, look: Appearance): Promise<void> {
  return page.evaluate(({ theme, textSize }) => {
    document.documentElement.dataset['theme'] = theme;
    document.documentElement.dataset['text'] = String(textSize);
  }, look);
}

function linksOf(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll('main a[href^="/"]')].map((link) => link.getAttribute('href') ?? ''),
  );
}
