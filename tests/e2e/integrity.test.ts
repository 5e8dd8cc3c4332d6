import { expect, test } from 'vitest';
import { expectAccessible, expectNoSidewaysScroll, journey } from './support.ts';

const { signedIn } = journey();

test('an analyst of the region reads a reason, asks, and the school explains', async () => {
  const page = await signedIn('region');
  await page.goto('/integrity');
  await expectAccessible(page);
  const first = page.locator('main table tbody a').first();
  const school = await first.innerText();
  await first.click();
  await page.getByRole('heading', { level: 1, name: school, exact: true }).waitFor();
  expect(await page.locator('main').innerText()).toContain('Это не вывод');
  await expectAccessible(page);
  await page.fill('textarea[name=comment]', 'Просим пояснить до 10 декабря.');
  await page.getByRole('button', { name: 'Записать шаг' }).click();
  await page.getByText('Ждём пояснение школы').first().waitFor();
  expect(await page.locator('main').innerText()).toContain('Просим пояснить до 10 декабря.');
  const narrow = await signedIn('region', { width: 320 });
  await narrow.goto(page.url());
  await expectNoSidewaysScroll(narrow);
  // A municipality, a curator and a reader are told nothing of it.
  const path = new URL(page.url()).pathname;
  for (const role of ['municipality', 'curator', 'reader'] as const) {
    const other = await signedIn(role);
    expect((await other.goto(path))?.status(), role).toBe(404);
    await other.goto('/integrity');
    expect(await other.locator('main').innerText()).toContain('Раздел вам не открыт');
  }
});

test('an observer is sent to a school and reports', async () => {
  const page = await signedIn('region', { javaScript: false });
  await page.goto('/integrity');
  await page.locator('main table tbody a').last().click();
  await page.getByRole('link', { name: 'Назначить наблюдателя' }).click();
  await page.fill('input[name=work]', 'ВПР 8 математика 2027');
  await page.fill('input[name=on]', '2027-04-20');
  await page.getByRole('button', { name: 'Назначить', exact: true }).click();
  expect(await page.locator('main').innerText()).toContain('Укажите, кто наблюдает');
  await page.fill('input[name=name]', 'Наблюдатель, по согласованию');
  await page.getByRole('button', { name: 'Назначить', exact: true }).click();
  expect(await page.locator('main table').innerText()).toContain('ВПР 8 математика 2027');
  await page.locator('main table input[name=report]').first().fill('Работа прошла по порядку');
  await page.getByRole('button', { name: 'Записать' }).first().click();
  expect(await page.locator('main table').innerText()).toContain('Работа прошла по порядку');
  // A check is made in the background: the page tells how far it is, and then what was found.
  const live = await signedIn('region');
  await live.goto('/integrity');
  await live.getByRole('button', { name: 'Проверить', exact: true }).click();
  await live.locator('main').getByText('Проверка начата').waitFor();
  await live.getByRole('button', { name: 'Проверить', exact: true }).waitFor({ timeout: 60_000 });
  expect(await live.locator('main').innerText()).not.toContain('не выполнена');
}, 120_000);
