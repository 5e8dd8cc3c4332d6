import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { vprFile } from '#modules/results/results.fixture.ts';
import { expectAccessible, expectNoSidewaysScroll, journey } from './support.ts';

const { signedIn, environment } = journey();

/** A school of the demo region and its login in result files. */
async function someSchool(page: Page): Promise<{ address: string; login: string }> {
  await page.goto('/organisations?kind=school&type=средняя');
  await page.locator('main tbody a').first().click();
  await page.waitForURL(/\/organisations\/\d+$/);
  await page
    .getByText(/(?:sch|edu)\d+/)
    .first()
    .waitFor();
  const login = /(?:sch|edu)\d+/.exec(await page.locator('main').innerText())?.[0] ?? '';
  expect(login).not.toBe('');
  return { address: new URL(page.url()).pathname, login };
}

const named = (grade: number) => `Проведение работы по математике, ${grade} класс. ВПР 2026.csv`;

function files(login: string, more: number[] = []) {
  const file = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });
  return [
    file(named(5), vprFile({ [login]: [3, 4, 5, 9, 12, 15, 18, ...more], sch999998: [8, 9] })),
    file(named(6), vprFile({ [login]: [3, 6, 9, 12, 15, 16] })),
    file('Памятка.csv', 'слово;другое\nничего;нужного\n'),
  ];
}

async function send(page: Page, chosen: ReturnType<typeof files>): Promise<void> {
  await page.goto('/results/import');
  await page.setInputFiles('input[type=file]', chosen);
  await page.getByRole('button', { name: 'Передать и прочитать' }).click();
  await page.waitForURL(/\/results\/import\/\d+$/, { timeout: 30_000 });
}

test('files are uploaded, checked, previewed, applied, seen on the page of the school, and undone', async () => {
  const planner = await signedIn('region');
  const { address, login } = await someSchool(planner);
  await planner.goto('/results');
  await expectAccessible(planner);
  await send(planner, files(login));
  const check = planner.locator('main');
  await planner.getByRole('button', { name: 'Показать, что изменится' }).waitFor({ timeout: 60_000 });
  await expectAccessible(planner);
  expect(await check.innerText()).toContain('ВПР 5 математика 2026');
  expect(await check.innerText()).toContain('не прочитан');
  const narrow = await signedIn('region', { width: 320 });
  const importPage = new URL(planner.url()).pathname;
  for (const page of [
    importPage,
    `${importPage}/issues`,
    `${importPage}/preview`,
    '/results/schools',
    '/results/reference',
  ]) {
    await narrow.goto(page);
    await expectAccessible(narrow);
    await expectNoSidewaysScroll(narrow);
  }

  await planner.getByRole('button', { name: 'Показать, что изменится' }).click();
  await planner.waitForURL(/\/preview$/);
  await expectAccessible(planner);
  expect(await planner.locator('main').innerText()).toMatch(/ВПР не предназначены для оценки школ и учителей/);
  await planner.getByRole('button', { name: /^Записать/ }).click();
  await planner.waitForURL((url) => url.pathname === importPage);
  await planner.getByText(/Новых версий наборов данных/).waitFor();
  await expectAccessible(planner);

  await planner.goto(`${address}/results`);
  await expectAccessible(planner);
  const page = await planner.locator('main').innerText();
  expect(page).toMatch(/ВПР 5, математика/);
  expect(page).toMatch(/ВПР не предназначены/);
  // Three of seven are below: too few to be shown outside the school.
  expect(page).toMatch(/ниже порога скрыто/);

  await planner.goto('/results/schools');
  await expectAccessible(planner);
  expect(await planner.locator('main').innerText()).toContain('sch999998');
  await planner.goto('/results/sets/vpr-5-ma-2026');
  await expectAccessible(planner);

  await planner.goto(importPage);
  await planner.getByRole('button', { name: /^Отменить: вернуть/ }).click();
  await planner.getByText('отменена после записи').first().waitFor();
  await planner.goto('/results/sets/vpr-5-ma-2026');
  expect(await planner.locator('main').innerText()).toContain('отменена');

  await planner.goto('/results/reference/works/upload');
  const description = '№;Код КЭС;Название КЭС;Код КТ;Макс. балл\n1;1.1;Натуральные числа;1;1\n2;2.1;Дроби;1;18\n';
  await planner.setInputFiles('input[type=file]', {
    name: 'Описание ВПР 2026, 5 класс, математика.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(description),
  });
  await planner.getByRole('button', { name: 'Проверить файл' }).click();
  await planner.waitForURL(/\/works\/check\//);
  await expectAccessible(planner);
  await planner.getByRole('button', { name: 'Записать: 1 описание' }).click();
  await planner.waitForURL(/\/reference\/works$/);
  await planner.getByRole('link', { name: 'ВПР 5 математика 2026' }).waitFor();
});

test('the import works without JavaScript', async () => {
  const planner = await signedIn('region', { javaScript: false });
  const { login } = await someSchool(planner);
  await send(planner, files(login, [1]));
  const importPage = planner.url();
  for (let look = 0; look < 60; look += 1) {
    if ((await planner.getByRole('button', { name: 'Показать, что изменится' }).count()) > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
    await planner.goto(importPage);
  }
  await planner.getByRole('button', { name: 'Показать, что изменится' }).click();
  await planner.getByRole('button', { name: /^Записать/ }).click();
  await planner.waitForURL((url) => url.href === importPage);
  expect(await planner.locator('main').innerText()).toContain('записана');

  await changeScale(planner);

  const head = await signedIn('head', { javaScript: false });
  await head.getByRole('link', { name: 'Моя школа' }).click();
  await head.getByRole('link', { name: 'Условия' }).click();
  await head.getByRole('link', { name: 'Заполнить паспорт' }).click();
  await head.fill('input[name=pupils]', '20');
  await head.fill('input[name=lowIncome]', '30');
  await head.getByRole('button', { name: 'Записать паспорт' }).click();
  expect(await head.locator('main').innerText()).toContain('30 больше, чем обучающихся в школе (20)');
  await head.fill('input[name=lowIncome]', '3');
  await head.getByRole('button', { name: 'Записать паспорт' }).click();
  await head.waitForURL(/\/context$/);
  expect(await head.locator('main').innerText()).toMatch(/Из малообеспеченных семей\s+3\s/);
  await head.getByRole('link', { name: 'Заполнить анкету' }).click();
  await head.fill('input[name=pupils]', '20');
  await head.fill('input[name=surveyedPupils]', '21');
  await head.fill('input[name=advancedSubjects]', 'физика');
  await head.getByRole('button', { name: 'Записать ответы' }).click();
  expect(await head.locator('main').innerText()).toContain('21 больше, чем всех: «Обучающихся» — 20');
  await head.fill('input[name=surveyedPupils]', '6');
  await head.selectOption('select[name=settlement]', 'village');
  await head.getByRole('button', { name: 'Записать ответы' }).click();
  await head.waitForURL(/\/context$/);
  expect(await head.locator('main').innerText()).toMatch(
    /Где находится школа\s+село[\s\S]*углублённым изучением\s+физика/,
  );
});

/** A scale is entered, loaded results are counted anew by it, and the operator takes the scale back. */
async function changeScale(planner: Page): Promise<void> {
  await planner.goto('/results/reference/scale?kind=ВПР&subject=МА&grade=5&year=2026');
  for (const [name, value] of Object.entries({
    three: '8',
    four: '11',
    five: '15',
    'condition-0-items': '1',
    source: 'Приказ министерства № 12',
  }))
    await planner.fill(`input[name=${name}]`, value);
  await planner.getByRole('button', { name: 'Записать шкалу' }).click();
  expect(await planner.locator('main').innerText()).toMatch(/почему шкала меняется/i);
  await planner.fill('input[name=condition-0-items]', '');
  await planner.fill('input[name=reason]', 'Шкала региона');
  await planner.getByRole('button', { name: 'Записать шкалу' }).click();
  await planner.getByRole('button', { name: 'Пересчитать (1)' }).click();
  const recount = planner.url();
  expect(recount).toMatch(/\/results\/import\/\d+$/);
  for (let look = 0; look < 60; look += 1) {
    if ((await planner.getByRole('button', { name: 'Показать, что изменится' }).count()) > 0) break;
    await new Promise((resolve) => setTimeout(resolve, 500));
    await planner.goto(recount);
  }
  await planner.getByRole('button', { name: 'Показать, что изменится' }).click();
  await planner.getByRole('button', { name: /^Записать/ }).click();
  await planner.waitForURL((url) => url.href === recount);
  const scale = '/results/reference/scale?kind=ВПР&subject=МА&grade=5&year=2026';
  await planner.goto(scale);
  expect(await planner.locator('main').innerText()).not.toContain('посчитаны по другой шкале');

  const opora = (...verb: string[]) =>
    promisify(execFile)(process.execPath, ['src/cli.ts', ...verb], {
      env: { ...process.env, OPORA_LOG: 'error', ...environment() },
    });
  const { stdout: list } = await opora('scale', 'list', '--json');
  const [entry] = JSON.parse(list) as { id: number; scale: { source: string } }[];
  expect(entry?.scale.source).toBe('Приказ министерства № 12');
  const { stdout } = await opora('scale', 'undo', String(entry?.id));
  expect(stdout).toContain('ВПР 5 математика 2026: редакция отменена');
  await planner.goto(scale);
  expect(await planner.locator('main').innerText()).toContain('посчитаны по другой шкале');
}
