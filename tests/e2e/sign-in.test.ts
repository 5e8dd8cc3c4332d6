import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { codeOf } from '#tests/support/totp.ts';
import { bringPassword, expectAccessible, expectNoSidewaysScroll, journey, PASSWORD, type Role } from './support.ts';

const { signedIn, visitor } = journey();

/** Signed in anew, as on another device. */
async function device(role: Role, options?: { javaScript?: boolean }): Promise<Page> {
  const page = await visitor(options);
  await bringPassword(page, role);
  return page;
}

const isAtTheDoor = async (page: Page) => {
  await page.goto('/tasks');
  return new URL(page.url()).pathname === '/sign-in';
};

test.for([{ javaScript: true }, { javaScript: false }])(
  'who left a tablet behind ends its session from another device with the password, JavaScript: $javaScript',
  async (options) => {
    const tablet = await device('reader');
    const desk = await device('reader', options);
    await desk.waitForURL((url) => url.pathname !== '/sign-in');
    await desk.goto('/profile/security');
    if (options.javaScript) await expectAccessible(desk);
    await desk.getByRole('button', { name: 'Завершить отмеченные сеансы' }).click();
    await desk.getByText('Отметьте сеансы, которые нужно завершить.').first().waitFor();
    for (const box of await desk.locator('input[name=session]').all()) await box.check();
    await desk.fill('input[name=password]', 'не тот пароль');
    await desk.getByRole('button', { name: 'Завершить отмеченные сеансы' }).click();
    await desk.getByText('Нынешний пароль указан неверно.').first().waitFor();
    if (options.javaScript) await expectAccessible(desk);
    expect(await isAtTheDoor(tablet)).toBe(false);
    await desk.fill('input[name=password]', PASSWORD);
    await desk.getByRole('button', { name: 'Завершить отмеченные сеансы' }).click();
    await desk.locator('main').getByText('Завершено:').waitFor();
    expect(await isAtTheDoor(tablet)).toBe(true);
    expect(await isAtTheDoor(desk)).toBe(false);
  },
);

test('an administrator signs somebody out everywhere', async () => {
  const desk = await device('curator');
  await desk.waitForURL((url) => url.pathname !== '/sign-in');
  const admin = await signedIn('admin');
  await admin.goto('/admin/users/demo-curator');
  await admin.getByRole('button', { name: 'Завершить сеансы' }).click();
  await admin
    .locator('main')
    .getByText(/^Завершено: 1.сеанс/)
    .waitFor();
  expect(await isAtTheDoor(desk)).toBe(true);
});

test('a second factor is set up, asked for, and its recovery code lets in once', async () => {
  const desk = await device('editor');
  await desk.waitForURL((url) => url.pathname !== '/sign-in');
  await desk.goto('/profile/second-factor');
  await desk.fill('input[name=password]', PASSWORD);
  await desk.getByRole('button', { name: 'Настроить' }).click();
  const shown = desk.locator('main ol code');
  await shown.first().waitFor();
  await expectAccessible(desk);
  const [secret = '', ...recovery] = await shown.allInnerTexts();
  expect(recovery).toHaveLength(10);
  await desk.setViewportSize({ width: 320, height: 800 });
  await expectNoSidewaysScroll(desk);
  await desk.fill('input[name=code]', codeOf(secret));
  await desk.getByRole('button', { name: 'Включить' }).click();
  await desk.locator('main').getByText('Второй фактор включён').waitFor();

  const bring = async (code: string) => {
    const elsewhere = await device('editor');
    await elsewhere.waitForURL(/\/sign-in\/code/);
    await expectAccessible(elsewhere);
    await elsewhere.fill('input[name=code]', code);
    await elsewhere.getByRole('button', { name: 'Войти' }).click();
    return elsewhere;
  };
  const inside = await bring(recovery[0]!);
  await inside.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  const again = await bring(recovery[0]!);
  await again.locator('[role=alert]').waitFor();
  expect(new URL(again.url()).pathname).toBe('/sign-in/code');
});
