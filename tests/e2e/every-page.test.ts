import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { THEMES } from '#web/appearance.ts';
import { axeViolations, sidewaysOverflow } from './browser.ts';
import { PAGES } from './pages.ts';
import { expectAccessible, journey, type Role } from './support.ts';

const { signedIn, visitor, url } = journey();
const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 900 };

describe.each(Object.entries(PAGES) as [Role, string[]][])('for the role %s', (role, pages) => {
  test('every page passes axe, fits 320 px and has its heading before any script runs', async () => {
    const page = await signedIn(role);
    const problems: string[] = [];
    for (const path of pages) {
      await page.setViewportSize(WIDE);
      const answer = await page.goto(path);
      if (answer?.status() !== 200) problems.push(`${path}: ${answer?.status()}`);
      if ((await headingIn(page, (await answer?.text()) ?? '')).length < 3)
        problems.push(`${path}: no heading without JavaScript`);
      problems.push(...(await axeViolations(page)).map((violation) => `${path}: ${violation}`));
      await page.setViewportSize(NARROW);
      if ((await sidewaysOverflow(page)) > 0) problems.push(`${path}: scrolls sideways`);
    }
    expect(problems).toEqual([]);
  }, 180_000);
});

test('each theme with large text passes axe', async () => {
  const page = await visitor();
  await page.goto('/sign-in');
  await expectAccessible(page);
  const planner = await signedIn('region');
  const problems: string[] = [];
  for (const { value: theme } of THEMES) {
    await planner.context().addCookies([{ name: 'opora_look', value: `${theme}.200`, url: url() }]);
    for (const path of ['/', '/plans/1', '/dashboard', '/plans/1/timeline']) {
      await planner.goto(path);
      expect(await planner.locator('html').getAttribute('data-theme')).toBe(theme);
      problems.push(...(await axeViolations(planner)).map((violation) => `${path}, ${theme}: ${violation}`));
    }
  }
  expect(problems).toEqual([]);
}, 120_000);

test('the chosen theme and text size are kept for the next page', async () => {
  const planner = await signedIn('region', { javaScript: false });
  await planner.goto('/profile/preferences');
  await planner.locator('main input[name=theme][value=blue]').check();
  await planner.locator('main input[name=textSize][value="200"]').check();
  await planner.locator('main form button[type=submit]').first().click();
  await planner.goto('/help/keyboard');
  expect(await planner.locator('html[data-theme=blue][data-text="200"]').count()).toBe(1);
});

describe('who may see what', () => {
  test('a reader sees plans and numbers and nothing that changes them', async () => {
    const reader = await signedIn('reader');
    await reader.goto('/plans/1');
    expect(await reader.getByRole('link', { name: 'Править' }).count()).toBe(0);
    expect(await reader.getByRole('button', { name: /утвержд|Удалить|Закрыть/i }).count()).toBe(0);
    const refused = await reader.request.post('/plans/1', { form: { intent: 'renumber' }, headers: { origin: url() } });
    expect([403, 409]).toContain(refused.status());
    const importing = await reader.goto('/plans/import');
    expect([200, 403]).toContain(importing?.status());
  });

  test('a head sees nothing of a school beside, neither its plan nor its documents', async () => {
    const region = await signedIn('region');
    await region.goto('/plans?level=school&page=2');
    const other = (await region.locator('main table a[href^="/plans/"]').first().getAttribute('href')) ?? '';
    const head = await signedIn('head');
    expect((await head.goto(other))?.status()).toBe(404);
    expect((await head.goto('/plans/1'))?.status()).toBe(200);
    expect((await head.request.get(`${other}/export.docx`)).status()).toBe(404);
  });

  test('a head reads of the schools in support in the region of the own one only', async () => {
    const head = await signedIn('head');
    expect((await head.goto('/organisations/1/support'))?.status()).toBe(200);
    const schools = await head.locator('main tbody a[href^="/organisations/"]').evaluateAll((links) => links.length);
    expect(schools).toBeLessThanOrEqual(1);
    const region = await signedIn('region');
    await region.goto('/organisations/1/support');
    expect(await region.locator('main tbody a[href^="/organisations/"]').count()).toBeGreaterThan(1);
  });

  test('a visitor is sent to sign in and comes back to the page asked for', async () => {
    const page = await visitor({ javaScript: false });
    await page.goto('/plans/1');
    expect(new URL(page.url()).pathname).toBe('/sign-in');
    await page.fill('input[name=email]', 'reader@opora.example');
    await page.fill('input[name=password]', 'не тот пароль');
    await page.click('main button[type=submit]');
    expect(await page.locator('main').innerText()).toMatch(/парол/i);
    await page.fill('input[name=password]', 'Opora-demo-2026');
    await page.click('main button[type=submit]');
    expect(new URL(page.url()).pathname).toBe('/plans/1');
  });

  test('a change asked for by another site is refused', async () => {
    const reader = await signedIn('region');
    const cookie = (await reader.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
    const answer = await fetch(`${url()}/sign-out`, {
      method: 'POST',
      headers: { cookie, origin: 'https://elsewhere.example', 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.status).toBe(403);
  });
});

/** The heading of the content as it stands in the answer of the server, read without running its scripts. */
function headingIn(page: Page, html: string): Promise<string> {
  return page.evaluate((answer) => {
    const read = new DOMParser().parseFromString(answer, 'text/html');
    return read.querySelector('main h1')?.textContent ?? '';
  }, html);
}
