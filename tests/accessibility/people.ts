/** One browser context for each account of the demo region, signed in once. */
import type { Browser, BrowserContext } from 'playwright-core';
import { signIn } from '../../bench/server.ts';
import type { Role } from '../e2e/support.ts';

export const EVERYBODY: readonly Role[] = [
  'region',
  'admin',
  'analyst',
  'district',
  'municipality',
  'curator',
  'head',
  'editor',
  'reader',
];

export const WINDOW = { width: 1440, height: 900 };

export type Options = { javaScript?: boolean; forcedColors?: boolean; reducedMotion?: boolean };

export async function contextOf(
  browser: Browser,
  url: string,
  role: Role | null,
  { javaScript = true, forcedColors, reducedMotion }: Options = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    locale: 'ru-RU',
    viewport: WINDOW,
    javaScriptEnabled: javaScript,
    ...(forcedColors ? { forcedColors: 'active' } : {}),
    ...(reducedMotion ? { reducedMotion: 'reduce' } : {}),
  });
  context.setDefaultTimeout(20_000);
  if (role) {
    const cookies = (await signIn(url, role)).split('; ').map((cookie) => {
      const [name = '', ...value] = cookie.split('=');
      return { name, value: value.join('='), url };
    });
    await context.addCookies(cookies);
  }
  return context;
}
