import { expect, test } from 'vitest';
import { expectAccessible, journey } from './support.ts';

const { signedIn } = journey();

test('a head marks execution with a document, a curator returns it with a comment, the second try is accepted', async () => {
  const head = await signedIn('head');
  await head.goto('/tasks');
  await expectAccessible(head);
  const task = head.locator('main a[href^="/occurrences/"]').first();
  const address = (await task.getAttribute('href')) ?? '';
  await task.click();
  await head.waitForURL(/\/occurrences\/\d+/);
  await expectAccessible(head);
  await head.fill('textarea[name=markText]', 'Проведено, участвовали все учителя.');
  await head.fill('input[name=document1Number]', '5');
  await head.fill('input[name=document1Title]', 'Справка о посещении уроков');
  await head.setInputFiles('input[name=document1File]', {
    name: 'справка.txt',
    mimeType: 'text/plain',
    buffer: Buffer.from('Справка. Всё проведено.'),
  });
  await head
    .locator('main form')
    .filter({ has: head.locator('textarea[name=markText]') })
    .locator('button[type=submit]')
    .last()
    .click();
  await head.getByText('на проверке').first().waitFor();

  const curator = await signedIn('curator');
  await curator.goto(address);
  await expectAccessible(curator);
  await curator.fill('textarea[name=comment]', 'Приложите подписанную справку.');
  await curator.getByRole('button', { name: /Вернуть/ }).click();
  await curator.getByText('Приложите подписанную справку.').first().waitFor();

  await head.goto(address);
  await head.getByText('Приложите подписанную справку.').first().waitFor();
  await expectAccessible(head);
  await head.fill('textarea[name=markText]', 'Проведено, справка подписана.');
  await head
    .locator('main form')
    .filter({ has: head.locator('textarea[name=markText]') })
    .locator('button[type=submit]')
    .last()
    .click();
  await head.getByText('на проверке').first().waitFor();

  await curator.goto(address);
  await curator
    .getByRole('button', { name: /Принять/ })
    .first()
    .click();
  await curator
    .getByText(/исполнено/)
    .first()
    .waitFor();
  await expectAccessible(curator);
});

test('«done» without a document asks for a reason, keeps what was typed, and is counted apart', async () => {
  const head = await signedIn('head', { javaScript: false });
  await head.goto('/tasks');
  await head.locator('main a[href^="/occurrences/"]').last().click();
  const form = head.locator('main form').filter({ has: head.locator('textarea[name=markText]') });
  await head.fill('textarea[name=markText]', 'Проведено устно.');
  await form.locator('button[type=submit]').last().click();
  const refused = await head.locator('main').innerText();
  expect(refused).toContain('почему его нет');
  expect(await head.inputValue('textarea[name=markText]')).toBe('Проведено устно.');
  await head.fill('textarea[name=withoutDocumentReason]', 'Протокол не вёлся.');
  await form.locator('button[type=submit]').last().click();
  await head.getByText('на проверке').first().waitFor();
});

test('the numbers of the report open the very rows they count', async () => {
  const planner = await signedIn('region');
  await planner.goto('/plans/1/report');
  await expectAccessible(planner);
  const totals = await planner
    .locator('main table')
    .last()
    .locator('tbody tr')
    .last()
    .locator('a')
    .evaluateAll((links) =>
      links.map((link) => ({
        href: link.getAttribute('href') ?? '',
        number: Number(link.textContent?.replace(/\D/g, '')),
      })),
    );
  expect(totals.length).toBeGreaterThan(2);
  for (const { href, number } of totals) {
    await planner.goto(href);
    expect(await planner.locator('main table tbody tr').count(), href).toBe(number);
  }
  await expectAccessible(planner);
});

test('plan and report come as Word, PDF and Excel files', async () => {
  const planner = await signedIn('region');
  const starts = { docx: 'PK', pdf: '%PDF', xlsx: 'PK' };
  for (const kind of ['export', 'report']) {
    for (const [format, start] of Object.entries(starts)) {
      const answer = await planner.request.get(`/plans/1/${kind}.${format}`);
      expect(answer.status()).toBe(200);
      expect((await answer.body()).subarray(0, start.length).toString()).toBe(start);
      expect(answer.headers()['content-disposition']).toContain("filename*=UTF-8''");
    }
  }
});

test('a calendar feed is read without signing in until it is revoked', async () => {
  const head = await signedIn('head');
  await head.goto('/profile/feeds');
  await expectAccessible(head);
  await head.locator('main form button[type=submit]').first().click();
  await head.getByText('Подписка создана').waitFor();
  const address =
    /https?:\/\/\S+\.ics/.exec(
      (await head.locator('main').innerText()) +
        (await head
          .locator('main input')
          .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value).join(' '))),
    )?.[0] ?? '';
  const path = new URL(address).pathname;
  const origin = new URL(head.url()).origin;
  const feed = await fetch(origin + path);
  expect(feed.status).toBe(200);
  expect(await feed.text()).toMatch(/^BEGIN:VCALENDAR\r\n/);
  await head
    .getByRole('button', { name: /Отозвать/ })
    .first()
    .click();
  await head.getByText('Подписок нет').waitFor();
  expect((await fetch(origin + path)).status).toBe(404);
});
