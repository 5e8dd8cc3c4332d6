import { expect, test } from 'vitest';
import { journey } from './support.ts';

const { signedIn, visitor, url } = journey();

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
