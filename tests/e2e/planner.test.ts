import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { expectAccessible, journey } from './support.ts';

const { signedIn } = journey();

const DOCUMENT = [
  'План мероприятий по поддержке школ на 2026-2027 учебный год',
  '№\tМероприятие\tСрок\tОтветственный\tРезультат',
  '1\tСовещание руководителей школ\tдо 15 декабря 2026 г.\tуправление образования\tпротокол',
  '2\tПосещение уроков методистами\tежемесячно\tметодическая служба\tаналитическая справка',
  '3\tСеминар для учителей\t\tСредняя школа № 1\tпрограмма',
].join('\n\n');

/** The planner's whole way, the same with and without JavaScript. */
async function importPlan(page: Page): Promise<void> {
  await page.goto('/plans/import');
  await page.setInputFiles('input[type=file]', {
    name: 'план.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from(DOCUMENT),
  });
  await page.getByRole('button', { name: 'Прочитать документ' }).click();
  await page.waitForURL(/\/plans\/import\/\d+$/);
}

test('a document becomes a plan, is approved by an order, sent down, adopted and declined, and the coverage shows it', async () => {
  const planner = await signedIn('municipality');
  await importPlan(planner);
  await expectAccessible(planner);
  const review = planner.locator('main');
  await expect(review.innerText()).resolves.toContain('Срок не указан');
  await expect(review.innerText()).resolves.toMatch(/12.сроков|ежемесячно/);

  await planner.getByRole('link', { name: /Изменить\s*мероприятие 3/ }).click();
  await planner.fill('input[name=deadline]', 'март 2027 г.');
  await planner.getByRole('button', { name: 'Сохранить', exact: true }).click();
  await planner.getByText('март 2027 г.').first().waitFor();

  await planner.getByRole('link', { name: /сохранить план/ }).click();
  await planner.waitForURL(/\/saving$/);
  await expectAccessible(planner);
  await planner.locator('input[name=as][value=draft]').check();
  await planner.getByRole('button', { name: 'Сохранить план' }).click();
  await planner.waitForURL(/\/plans\/\d+$/);
  const address = new URL(planner.url()).pathname;
  await expectAccessible(planner);
  expect(await planner.locator('main').innerText()).toContain('проект');

  await planner.getByRole('button', { name: 'Отправить на утверждение' }).click();
  await planner.getByText('на утверждении').first().waitFor();
  await planner.goto(`${address}/approval`);
  await expectAccessible(planner);
  await planner.fill('input[name=orderNumber]', '17-од');
  await planner.fill('input[name=orderDate]', '2026-11-20');
  await planner
    .locator('main form')
    .filter({ has: planner.locator('input[name=orderNumber]') })
    .locator('button[type=submit]')
    .first()
    .click();
  await planner.waitForURL((url) => url.pathname === address);
  await planner.getByText('17-од').first().waitFor();

  await planner.goto(`${address}/offer`);
  await expectAccessible(planner);
  await planner.getByRole('button', { name: 'Направить' }).click();
  await planner.waitForURL((url) => !url.pathname.endsWith('/offer'));

  const head = await signedIn('head');
  const incoming = `/plans/incoming?plan=${address.split('/').pop()}`;
  await head.goto(incoming);
  await expectAccessible(head);
  const waiting = head.locator('main tbody input[type=checkbox]');
  await waiting.first().check();
  await head.getByRole('button', { name: 'Принять отмеченные' }).click();
  await head.getByText('Отозвать решение').first().waitFor();
  await head.goto(incoming);
  await waiting.first().check();
  await head.getByRole('button', { name: 'Отклонить отмеченные' }).click();
  await head.getByText('Исправьте, чтобы продолжить').waitFor();
  await expectAccessible(head);
  await head.fill('textarea[name=reason]', 'У школы нет своих методистов.');
  await head.getByRole('button', { name: 'Отклонить', exact: true }).click();
  await head.getByText('У школы нет своих методистов.').first().waitFor();

  await planner.goto(`${address}/coverage`);
  await expectAccessible(planner);
  const coverage = await planner.locator('main').innerText();
  expect(coverage).toMatch(/1\s+Совещание руководителей школ\s+1\s+0\s+0/);
  expect(coverage).toMatch(/2\s+Посещение уроков методистами\s+0\s+0\s+1/);
});

test('the import works without JavaScript and can be undone', async () => {
  const planner = await signedIn('municipality', { javaScript: false });
  await importPlan(planner);
  await planner.getByRole('link', { name: /сохранить план/ }).click();
  await planner.locator('input[name=as][value=draft]').check();
  await planner.getByRole('button', { name: 'Сохранить план' }).click();
  await planner.waitForURL(/\/plans\/\d+$/);
  const address = planner.url();
  await planner.getByRole('button', { name: 'Отменить импорт' }).click();
  await planner.waitForURL(/\/plans\/import\/\d+$/);
  const answer = await planner.goto(address);
  expect(answer?.status()).toBe(404);
});

test('a file that is no plan says what is wrong and what to do', async () => {
  const planner = await signedIn('municipality');
  await planner.goto('/plans/import');
  await planner.setInputFiles('input[type=file]', {
    name: 'план.docx',
    mimeType: 'application/octet-stream',
    buffer: Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 0]),
  });
  await planner.getByRole('button', { name: 'Прочитать документ' }).click();
  await planner.getByText('внутри изображение PNG').first().waitFor();
  await expectAccessible(planner);
});

test('an edit in place is saved, seen in the history and undone', async () => {
  const planner = await signedIn('municipality');
  await planner.goto('/plans/new');
  await planner.fill('textarea[name=title]', 'План семинаров на 2026-2027 учебный год');
  await planner.getByRole('button', { name: 'Создать проект' }).click();
  await planner.waitForURL(/\/plans\/\d+/);
  const address = new URL(planner.url()).pathname;
  await planner.goto(`${address}?edit=new`);
  await planner.fill('textarea[name=text]', 'Семинар о чтении');
  await planner.fill('input[name=deadline]', 'до 1 февраля 2027 г.');
  await planner
    .getByRole('button', { name: /Сохранить|Добавить/ })
    .last()
    .click();
  await planner.getByText('Семинар о чтении').first().waitFor();
  // Leaving before the answer would take the request back.
  const answered = planner.waitForResponse((answer) => answer.request().method() === 'POST');
  await planner.getByRole('button', { name: 'Отменить', exact: true }).first().click();
  await answered;
  await planner.goto(address);
  expect(await planner.locator('main').innerText()).not.toContain('Семинар о чтении');
});
