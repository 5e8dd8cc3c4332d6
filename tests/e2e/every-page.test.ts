import { describe, expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, journey, type Role } from './support.ts';

const { signedIn, visitor } = journey();

/** The demo region has results of three years, the last of them this year or the one before. */
const A_YEAR_WITH_RESULTS = new Date().getFullYear() - 1;

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 320, height: 900 };

const SHARED = [
  '/',
  '/tasks',
  '/plans',
  '/plans/1',
  '/plans/1/timeline',
  '/plans/1/progress',
  '/plans/1/coverage',
  '/plans/1/changes',
  '/plans/1/history',
  '/plans/1/report',
  '/dashboard',
  '/overdue',
  '/calendar',
  '/organisations',
  '/reports',
  '/notifications',
  '/profile',
  '/profile/preferences',
  '/profile/security',
  '/profile/feeds',
  '/profile/data',
  '/search?q=школа',
  '/help/keyboard',
  '/accessibility',
];
const PAGES: Partial<Record<Role, string[]>> = {
  region: [
    ...SHARED,
    '/plans/new',
    '/plans/import',
    '/review',
    '/plans/1/amendment',
    '/plans/1/offer',
    '/plans/1/closing',
    '/identification',
    '/identification/runs',
    '/identification/runs/new',
    '/identification/methodologies',
    '/identification/methodologies/shipped/federal-2025',
    '/identification/methodologies/form?from=shipped:federal-2025',
    '/identification/methodologies/text?from=shipped:federal-2025',
    '/identification/compare',
    '/identification/beside',
    '/identification/supported',
    '/identification/lists/import',
    '/organisations/1/support',
    '/organisations/1',
    '/organisations/1/plans',
    '/organisations/1/execution',
    '/organisations/1/history',
    '/integrity',
    '/integrity/observers',
    '/curators',
    '/emergency-access',
    '/curators/new',
    '/results',
    '/results/import',
    '/results/schools',
    '/results/reference',
    '/results/reference/scale?kind=ВПР&subject=МА&grade=5&year=2021',
    '/results/template',
    '/results/reference/works',
    '/results/reference/works/upload',
    `/results/reference/works/entry?kind=ВПР&subject=МА&grade=8&year=${A_YEAR_WITH_RESULTS}`,
    '/analysis',
    `/analysis/vpr-8-ma-${A_YEAR_WITH_RESULTS}`,
    '/analysis/quadrant',
    '/organisations/60/analysis',
    '/organisations/60/context',
  ],
  admin: [
    '/admin',
    '/admin/users',
    '/admin/temporary-roles',
    '/admin/settings',
    '/admin/outbox',
    '/admin/audit',
    '/organisations/import',
    '/organisations/1/edit',
    '/dev/ui',
  ],
  // The run and the list of the demo region.
  analyst: [
    '/identification/runs/1',
    '/identification/runs/1/what-if',
    '/identification/lists/1',
    '/identification/lists/1/orders',
    '/identification/lists/1/support',
  ],
  head: [
    '/',
    '/tasks',
    '/plans/incoming',
    '/plans',
    '/organisations',
    // The school of the demo account.
    '/organisations/28/context',
    '/organisations/28/context/passport',
    '/organisations/28/context/questionnaire',
    '/organisations/28/context/olympiad',
  ],
  reader: ['/', '/plans/1', '/dashboard'],
};

for (const [role, pages] of Object.entries(PAGES) as [Role, string[]][]) {
  describe(`for the role ${role}`, () => {
    test('every page passes axe and fits 320 px', async () => {
      const page = await signedIn(role);
      const problems: string[] = [];
      for (const path of pages) {
        await page.setViewportSize(WIDE);
        const answer = await page.goto(path);
        if (answer?.status() !== 200) problems.push(`${path}: ${answer?.status()}`);
        await expectAccessible(page).catch((error: Error) => problems.push(error.message));
        await page.setViewportSize(NARROW);
        await expectNoSidewaysScroll(page).catch((error: Error) => problems.push(error.message));
      }
      expect(problems).toEqual([]);
    }, 180_000);
  });
}

test('each theme and text size passes axe', async () => {
  const page = await visitor();
  await page.goto('/sign-in');
  await expectAccessible(page);
  const planner = await signedIn('region');
  const problems: string[] = [];
  for (const theme of ['black-on-white', 'white-on-black', 'blue']) {
    await planner.goto('/profile/preferences');
    await planner.locator(`main input[name=theme][value=${theme}]`).check();
    await planner.locator('main input[name=textSize][value="200"]').check();
    await planner.locator('main form button[type=submit]').first().click();
    await planner.waitForLoadState('networkidle');
    for (const path of ['/', '/plans/1', '/dashboard', '/plans/1/timeline']) {
      await planner.goto(path);
      await expectAccessible(planner).catch((error: Error) => problems.push(`${theme}: ${error.message}`));
    }
  }
  expect(problems).toEqual([]);
}, 120_000);

test('every page reads without JavaScript', async () => {
  const planner = await signedIn('region', { javaScript: false });
  for (const path of PAGES.region ?? []) {
    await planner.goto(path);
    expect((await planner.locator('main h1').innerText()).length, path).toBeGreaterThan(2);
  }
}, 120_000);
