/** The main ways of each role by keys alone, from signing in to what was done; no mouse, no element spoken to but by the focus. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { vprFile } from '#modules/results/results.fixture.ts';
import type { Role } from '../e2e/support.ts';
import { Keys } from './keys.ts';
import { contextOf } from './people.ts';

const PASSWORD = 'Opora-demo-2026';

type Way = { name: string; go(keys: (role: Role) => Promise<Keys>): Promise<void> };

export const WAYS: readonly Way[] = [
  { name: 'a planner makes a plan, changes a row of its table and takes it back', go: planning },
  {
    name: 'a head marks execution with a document; a curator returns it, the head mends it, it is accepted',
    go: execution,
  },
  { name: 'an analyst brings a file of results in, step by step, to the list', go: results },
];

export async function walkByKeys(browser: Browser, url: string, tell: (line: string) => void): Promise<string[]> {
  const problems: string[] = [];
  for (const { name, go } of WAYS) {
    const hands: Keys[] = [];
    try {
      await go(async (role) => {
        const page = await (await contextOf(browser, url, null)).newPage();
        const keys = await Keys.on(page);
        hands.push(keys);
        await signInByKeys(keys, role);
        return keys;
      });
      tell(`By keys: ${name}: ${hands.reduce((sum, { stops }) => sum + stops, 0)} stops of the focus`);
    } catch (error) {
      problems.push(`By keys: ${name}: ${(error as Error).message}`);
      tell(problems.at(-1)!);
    } finally {
      for (const { page } of hands) await page.context().close();
    }
  }
  return problems;
}

async function signInByKeys(keys: Keys, role: Role): Promise<void> {
  await keys.page.goto('/sign-in');
  await keys.tabTo('textbox', /^Электронная почта/);
  await keys.type(`${role}@opora.example`);
  await keys.tabTo('textbox', /^Пароль/);
  await keys.type(PASSWORD);
  await keys.go('Enter', /\/$/);
  // The first stop of every page leads past the navigation, and the next one is in the content.
  assert.deepEqual(await firstStop(keys), { role: 'link', name: 'К содержанию' });
  await keys.press('Enter');
  await keys.focusComes('main', /^/);
}

async function planning(as: (role: Role) => Promise<Keys>): Promise<void> {
  const keys = await as('municipality');
  await keys.page.goto('/plans');
  await keys.tabTo('DisclosureTriangle', /^Ещё/);
  await keys.press('Enter');
  await keys.tabTo('link', /^Составить план заново/);
  await keys.go('Enter', /\/plans\/new/);
  await keys.tabTo('textbox', /^Название/);
  await keys.type('План семинаров на 2026-2027 учебный год');
  await keys.tabTo('button', /^Создать проект/);
  await keys.go('Enter', /\/plans\/\d+/);

  // A new plan opens with its first row as a form.
  await fillRow(keys, 'Семинар о чтении', 'до 1 февраля 2027 г.');
  await keys.tabTo('link', /^Добавить мероприятие/);
  await keys.press('Enter');
  await keys.focusComes('textbox', /^Номер/);
  await fillRow(keys, 'Семинар о письме', 'март 2027 г.');

  await keys.tabTo('link', /^Изменить мероприятие 2$|^Изменить мероприятие Семинар о письме/, 'Shift+Tab');
  await keys.press('Enter');
  await keys.focusComes('textbox', /^Номер/);
  await keys.tabTo('textbox', /^Мероприятие/);
  await keys.type('Семинар о письме и речи');
  await keys.tabTo('button', /^Сохранить$/);
  await keys.press('Enter');
  await keys.isSaid(/Мероприятие сохранено/);
  await keys.focusComes('link', /^Изменить мероприятие/);
  assert.match(await content(keys), /Семинар о письме и речи/);

  await keys.tabTo('button', /^Отменить$/, 'Shift+Tab');
  await keys.press('Enter');
  await keys.page.getByText('Семинар о письме и речи').first().waitFor({ state: 'detached' });
  assert.match(await content(keys), /Семинар о письме/);
  await keys.isSaid(/отменен/i);

  // A mistake is told at once, and the keyboard is at it.
  await keys.tabTo('link', /^Изменить мероприятие/);
  await keys.press('Enter');
  await keys.focusComes('textbox', /^Номер/);
  await keys.tabTo('textbox', /^Мероприятие/);
  await keys.type('');
  await keys.press('Delete');
  await keys.tabTo('button', /^Сохранить$/);
  await keys.press('Enter');
  await keys.isSaid(/Исправьте, чтобы продолжить/);
  await keys.tab();
  await keys.press('Enter');
  await keys.focusComes('textbox', /^Мероприятие/);
  await keys.tabTo('link', /^Не сохранять/);
  await keys.press('Enter');
  await keys.page.waitForURL(/edit=on/);

  // A menu opens, closes with Escape and gives the focus back; so does the list of keys.
  await keys.tabTo('DisclosureTriangle', /^Ещё/);
  await keys.press('Enter');
  await keys.tab();
  await keys.press('Escape');
  await keys.focusComes('DisclosureTriangle', /^Ещё/);
  await keys.press('?');
  await keys.focusComes('button', /^Закрыть/);
  await keys.press('Escape');
  await keys.focusComes('DisclosureTriangle', /^Ещё/);
}

async function fillRow(keys: Keys, text: string, deadline: string): Promise<void> {
  await keys.tabTo('textbox', /^Мероприятие/);
  await keys.type(text);
  await keys.tabTo('textbox', /^Срок/);
  await keys.type(deadline);
  await keys.tabTo('button', /^Сохранить$/);
  await keys.press('Enter');
  await keys.isSaid(/Мероприятие добавлено/);
  await keys.focusComes('link', /^Изменить мероприятие/);
}

async function execution(as: (role: Role) => Promise<Keys>): Promise<void> {
  const head = await as('head');
  await head.tabTo('link', /^Мои задачи/, 'Shift+Tab');
  await head.go('Enter', /\/tasks/);
  const task = await firstLink(head, '/occurrences/');
  await head.tabTo('link', task);
  await head.go('Enter', /\/occurrences\/\d+/);
  const address = new URL(head.page.url()).pathname;
  await head.tabTo('textbox', /^Что сделано/);
  await head.type('Проведено, участвовали все учителя.');
  await head.tabTo('textbox', /^Номер/);
  await head.type('5');
  await head.tabTo('textbox', /^Название/);
  await head.type('Справка о посещении уроков');
  await head.tabTo('button', /^Файл/);
  await chooseFile(head, join(import.meta.dirname, '../golden/documents/same-plan/input.txt'));
  await head.tabTo('button', /^Отметить исполнение/);
  await head.press('Enter');
  await head.isSaid(/Исполнение отмечено/);

  const curator = await as('curator');
  await curator.page.goto(address);
  await curator.tabTo('textbox', /^Замечание|^Комментарий|^Что исправить/);
  await curator.type('Приложите подписанную справку.');
  await curator.tabTo('button', /^Вернуть/);
  await curator.press('Enter');
  await curator.isSaid(/возвращена на доработку/);

  await head.page.goto(address);
  assert.match(await content(head), /Приложите подписанную справку/);
  await head.tabTo('textbox', /^Что сделано/);
  await head.type('Проведено, справка подписана.');
  await head.tabTo('button', /^Отправить исправленное/);
  await head.press('Enter');
  await head.isSaid(/Исполнение отмечено/);

  await curator.page.goto(address);
  await curator.tabTo('button', /^Принять/);
  await curator.press('Enter');
  await curator.isSaid(/Исполнение принято/);
}

async function results(as: (role: Role) => Promise<Keys>): Promise<void> {
  const keys = await as('analyst');
  await keys.page.goto('/results');
  await keys.tabTo('link', /^Загрузить/);
  await keys.go('Enter', /\/results\/import/);
  await keys.tabTo('button', /файл/i);
  await chooseFile(keys, {
    name: 'Проведение работы по математике, 5 класс. ВПР 2026.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(vprFile({ sch999998: [3, 4, 5, 9, 12, 15, 18] })),
  });
  await keys.tabTo('button', /^Передать и прочитать/);
  await keys.press('Enter');
  await keys.page.waitForURL(/\/results\/import\/\d+$/);
  await keys.page.getByRole('button', { name: 'Показать, что изменится' }).waitFor({ timeout: 60_000 });
  await keys.tabTo('button', /^Показать, что изменится/);
  await keys.go('Enter', /\/preview$/);
  await keys.tabTo('button', /^Записать/);
  await keys.press('Enter');
  await keys.page.waitForURL(/\/results\/import\/\d+$/);
  await keys.page.getByText(/Новых версий наборов данных/).waitFor();
  await keys.page.goto('/results');
  await keys.tabTo('link', /математика.*2026|2026.*математика|ВПР 5/i);
  await keys.go('Enter', /\/results\/sets\//);
}

/** The window of the system that a file field opens is no part of the page: the file is given to it. */
async function chooseFile(keys: Keys, file: Parameters<Awaited<ReturnType<typeof chooserOf>>['setFiles']>[0]) {
  const chooser = chooserOf(keys);
  await keys.press('Space');
  await (await chooser).setFiles(file);
}

function chooserOf(keys: Keys) {
  return keys.page.waitForEvent('filechooser');
}

/** From the very beginning of the page, as a new one begins. */
async function firstStop(keys: Keys) {
  await keys.page.goto(keys.page.url());
  return keys.tab();
}

function content({ page }: Keys): Promise<string> {
  return page.locator('main').innerText();
}

async function firstLink({ page }: Keys, beginning: string): Promise<RegExp> {
  const text = await page.locator(`main a[href^="${beginning}"]`).first().innerText();
  return new RegExp(
    `^${text
      .trim()
      .slice(0, 30)
      .replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`,
  );
}
