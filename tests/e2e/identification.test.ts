import { beforeAll, expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { putResults } from '#modules/identification/catalogue.fixture.ts';
import { expectAccessible, expectNoSidewaysScroll, journey } from './support.ts';

const { signedIn, database } = journey();

let schools: { id: number; name: string; login: string; isHeads: boolean }[];

/** In years of their own two schools of one municipality have low results, the head's and another; others are fine. */
beforeAll(async () => {
  const db = database();
  const { id: headsId, parent_id } = await db
    .selectFrom('role_assignments as r')
    .innerJoin('organisations as o', 'o.id', 'r.organisation_id')
    .select(['o.id', 'o.parent_id'])
    .where('r.role', '=', 'school-head')
    .executeTakeFirstOrThrow();
  const region = await db
    .selectFrom('organisations')
    .select('id')
    .where('kind', '=', 'region')
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('organisations')
    .select(['id', 'short_name', 'fis_oko_login', 'parent_id'])
    .where('kind', '=', 'school')
    .where('status', '=', 'open')
    .where('fis_oko_login', 'is not', null)
    .orderBy('id')
    .limit(400)
    .execute();
  const other = rows.find((row) => row.parent_id === parent_id && row.id !== headsId);
  const digits = (login: string | null) => (login ?? '').slice(-6);
  schools = rows
    .filter(({ id }) => id === headsId || id === other?.id)
    .map(({ id, short_name, fis_oko_login }) => ({
      id,
      name: short_name,
      login: digits(fis_oko_login),
      isHeads: id === headsId,
    }));
  const of = (year: number, share: string) => ({ [`ВПР 5 МА ${year}`]: share, [`ВПР 5 РУ ${year}`]: share });
  const low = { ...of(2030, '9/20'), ...of(2031, '9/20') };
  const fine = { ...of(2030, '2/30'), ...of(2031, '3/30') };
  const isLow = new Set(schools.map(({ login }) => login));
  const all = [...schools.map(({ login }) => login), ...rows.slice(0, 40).map((row) => digits(row.fis_oko_login))];
  await putResults(
    db,
    region,
    Object.fromEntries([...new Set(all)].map((login) => [login, isLow.has(login) ? low : fine])),
  );
}, 90_000);

async function checked(page: Page): Promise<void> {
  await expectAccessible(page);
  await page.setViewportSize({ width: 320, height: 900 });
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 1440, height: 900 });
}

test('from a run to an approved list: a municipality objects, gets its answer, the order is signed, the head reads why', async () => {
  const heads = schools.find(({ isHeads }) => isHeads)!;
  const other = schools.find(({ isHeads }) => !isHeads)!;
  const region = await signedIn('region');
  const main = region.locator('main');

  await region.goto('/identification');
  await checked(region);
  await region.goto('/identification/runs/new');
  await checked(region);
  await region.getByRole('button', { name: 'Сделать расчёт' }).click();
  // The page looks for the answer by itself.
  await region.getByRole('link', { name: 'Составить список' }).waitFor({ timeout: 60_000 });
  const run = new URL(region.url()).pathname;
  expect(await main.innerText()).toMatch(/В списке 2\sшколы/);
  await checked(region);
  await region.goto(`${run}/what-if?p.threshold=0.05`);
  expect(await main.innerText()).toMatch(/Вошли бы в список: \d+/);
  await checked(region);
  // The slider moves by keys, its number beside follows, and the answer too.
  await region.getByRole('slider').first().press('End');
  expect(await region.locator('input[name="p.threshold"]').inputValue()).toBe('1');
  await region.waitForURL(/p\.threshold=1(?:&|$)/);

  await region.goto(run);
  await region.getByRole('link', { name: 'Составить список' }).click();
  await region.getByRole('button', { name: 'Составить проект' }).click();
  await region.waitForURL(/\/lists\/\d+$/);
  const list = new URL(region.url()).pathname;
  await checked(region);
  await region.goto(`${list}/agreement`);
  await checked(region);
  await region.getByRole('button', { name: 'Отправить муниципалитетам' }).click();
  await main.getByText('ждём ответа').first().waitFor();

  const municipality = await signedIn('municipality', { javaScript: false });
  await municipality.goto(list);
  await municipality.getByRole('link', { name: other.name, exact: true }).click();
  await municipality.locator('input[name=kind][value=objection]').check();
  await municipality.fill('textarea[name=text]', 'Школа открыта в прошлом году, ряда лет у неё нет.');
  await municipality.getByRole('button', { name: 'Отправить' }).click();
  expect(await municipality.locator('main').innerText()).toContain('ждёт ответа');
  await municipality.goto(`${list}/agreement`);
  await municipality.getByRole('button', { name: 'Согласовать' }).click();
  expect(await municipality.locator('main').innerText()).toContain('согласовано с возражениями');

  await region.goto(`${list}/remarks`);
  await checked(region);
  await main.getByText('Ответить').click();
  await region.locator('input[name=accepted][value=yes]').check();
  await region.fill('textarea[name=answer]', 'Согласны: вернёмся к школе через год.');
  await region.getByRole('button', { name: 'Отправить ответ' }).click();
  await main.getByText('С ответом: 1').waitFor();

  await region.goto(`${list}/orders`);
  await region.fill('input[name=number]', '215-О');
  await region.fill('input[name=date]', '2026-11-25');
  await region.fill('input[name=signatory]', 'И. О. Пример');
  const draft = region.waitForEvent('download');
  await region.getByRole('button', { name: 'Скачать проект приказа' }).click();
  expect((await draft).suggestedFilename()).toContain('Проект приказа');
  await checked(region);
  await region.getByRole('button', { name: 'Утвердить список' }).click();
  await region.getByRole('link', { name: /Скачать DOCX/ }).waitFor();
  await region.goto(`${list}/support`);
  await checked(region);
  await region.fill('input[name=dueOn]', '2026-12-20');
  await region.getByRole('button', { name: 'Начать поддержку' }).click();
  await main.getByText('Поддержка начата: 1').first().waitFor();

  const head = await signedIn('head');
  await head.goto(`/organisations/${heads.id}/support`);
  await checked(head);
  const why = await head.locator('main').innerText();
  for (const part of ['Школа в списке поддержки', 'порог 30', '20 участников', 'Что вывело бы школу из списка'])
    expect(why.replaceAll(/[\u00A0\u202F]/g, ' ')).toContain(part);
  expect((await head.goto(`/organisations/${other.id}/support`))?.status()).toBe(404);
  await head.goto(`/organisations/${heads.id}/support`);
  // The demo region has an older list with a task of its own.
  await head
    .getByRole('link', { name: /Найти причины/ })
    .first()
    .click();
  await head.fill('textarea[name=result]', 'Два года нет учителя математики.');
  await head.getByRole('button', { name: 'Записать причины' }).click();
  await head.getByText('сделано').waitFor();
  await checked(head);

  // A federal list is brought and laid beside; then the school leaves by an order and is watched on.
  await region.goto('/identification/lists/import');
  await region.fill('input[name=title]', 'Федеральный список 2031');
  await region.fill('input[name=year]', '2031');
  await region.fill('input[name=source]', 'Письмо от 12.05.2031 № 02-20');
  const rows = [heads, other].map(({ name, login }) => `${name};edu${login}`);
  await region.setInputFiles('input[name=file]', {
    name: 'федеральный.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(`Школа;Логин\n${rows.join('\n')}\n`),
  });
  await region.getByRole('button', { name: 'Загрузить список' }).click();
  await main.getByText('узнаны все школы').waitFor();
  const federal = new URL(region.url()).pathname.split('/').at(-1);
  await region.goto(`/identification/beside?list=${list.split('/').at(-1)}&list=${federal}`);
  await checked(region);
  expect((await main.innerText()).replaceAll('\u00A0', ' ')).toContain('2 школы, из них во всех списках 1');

  await region.goto(`${list}/orders`);
  await region.locator('input[name=schools]').first().check();
  await region.fill('input[name=number]', '216-О');
  await region.fill('input[name=date]', '2026-11-27');
  await region.fill('input[name=signatory]', 'И. О. Пример');
  await region.getByRole('button', { name: 'Вывести школы' }).click();
  await main.getByText('о выходе школ').waitFor();
  await checked(region);
  await head.goto(`/organisations/${heads.id}/support`);
  expect(await head.locator('main').innerText()).toContain('Наблюдение до');
}, 180_000);
