/**
 * What pages stand on that the demo region does not bring: begun by signed-in people through the forms, as they would in a
 * week of work. Returns the addresses of what came of it, each further kind of page being linked from one of them, and the link of an
 * invitation, which is for who has not signed in.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { vprFile } from '#modules/results/results.fixture.ts';
import { type Answer, type Fields, Session } from '#tests/support/session.ts';

/** In the demo region of this size: a school without a plan of its own, one that nobody misses, the school of the head. */
const SCHOOL = 60;
const CLOSED_SCHOOL = 61;
const HEADS_SCHOOL = 28;

const PLAN = [
  'План поддержки школ на 2026/27 учебный год',
  '1\tСовещание руководителей школ\tдо 15 декабря 2026 г.\tуправление образования\tпротокол',
  '2\tСеминар для учителей\t\tСредняя школа № 1\tпрограмма',
].join('\n\n');

export async function preparedPages(url: string): Promise<{ pages: string[]; invitation: string }> {
  const as = async (account: string) => {
    const session = new Session(account, () => url, new Map());
    await session.signIn();
    return session;
  };
  const [region, admin, head] = await Promise.all([as('region'), as('admin'), as('head')]);
  const tasks = (await head.open('/tasks?show=all')) ?? '';
  const several = [...tasks.matchAll(/name="id"[^>]*value="(\d+)"/g)].slice(0, 2).map((found) => `id=${found[1]}`);
  const [plan = ''] = (
    await made(region, '/plans/new', {
      organisation: 1,
      title: 'План на утверждении',
      from: '2026-09-01',
      to: '2027-08-31',
      rhythm: 'half-yearly',
    })
  ).split('?');
  await made(region, plan, { intent: 'new-measure', text: 'Семинар', deadline: 'до 1 мая 2027 года', note: '' });
  await made(region, `${plan}/submission`, { intent: 'submit' });
  const reading = await made(region, '/plans/import', { organisation: 1, file: file('план.txt', PLAN) });
  const results = await made(region, '/results/import', {
    files: file('Проведение работы по математике, 5 класс. ВПР 2021.csv', vprFile({ sch999998: [8, 9] })),
  });
  const unknown = await made(region, '/results/import', {
    files: file('ОГЭ химия 2026.csv', 'Район,ОУ №,Участник,Балл за работу\nПриречный,101,p1,17\n'),
  });
  await until(async () => (await region.open(`${results}/preview`)) !== null, 'the preview of results');
  await until(async () => (await region.open(unknown))?.includes('/columns/') ?? false, 'the question about columns');
  const works = await made(region, '/results/reference/works/upload', {
    file: file(
      'Описание ВПР 2026, 5 класс, математика.csv',
      '№;Код КЭС;Название КЭС;Код КТ;Макс. балл\n1;1.1;Натуральные числа;1;1\n',
    ),
  });
  const methodology = await made(region, '/identification/methodologies/text', {
    text: textArea(await region.open('/identification/methodologies/text?from=shipped:federal-2025')),
  });
  const list = await made(region, '/identification/lists/new', { run: 1, title: 'Проект списка' });
  const organisations = await made(admin, '/organisations/import', {
    file: file('школы.csv', 'Полное название;Краткое название;Вышестоящая организация\nШкола;Школа;Нет такой\n'),
  });
  const curator = await made(admin, '/curators/new', {
    person: 'curator@opora.example',
    school: 'Школа',
    schoolId: SCHOOL,
    schoolAmong: 'yes',
    from: '2026-09-01',
    orderNumber: '17',
    orderDatedOn: '2026-09-01',
  });
  await made(admin, '/admin/users/new', {
    name: 'Приглашённый специалист',
    email: 'invited@opora.example',
    organisation: 'Школа',
    organisationId: SCHOOL,
    organisationAmong: 'yes',
    role: 'reader',
    way: 'invite',
  });
  const [invitation = ''] = /\/invitation\/[\w-]+/.exec((await admin.open('/admin/outbox')) ?? '') ?? [];
  const reason = 'постановление от 01.09.2026 № 1';
  await made(admin, `/organisations/${CLOSED_SCHOOL}/closing`, { way: 'close', on: '2026-09-01', reason });
  const pages = [
    `/tasks/mark?${several.join('&')}`,
    `${plan}/approval`,
    reading,
    `${reading}/saving`,
    `/plans/1/adoption?organisation=${HEADS_SCHOOL}`,
    results,
    `${results}/preview`,
    unknown,
    works,
    methodology,
    list,
    organisations,
    curator,
    `/organisations/${SCHOOL}/closing`,
    `/organisations/${SCHOOL}/move`,
    `/organisations/${CLOSED_SCHOOL}/reopening`,
  ];
  return { pages, invitation };
}

/** Where the form led; a refusal is an error, for then the page would be missed in silence. */
async function made(session: Session, path: string, fields: Fields): Promise<string> {
  const answer: Answer = await session.send(path, fields);
  if (answer.outcome !== 'done' || answer.to === '') {
    const said = /role="alert".*?<ul[^>]*>(.*?)<\/ul>/s.exec(answer.text)?.[1]?.replaceAll(/<[^>]+>/g, ' ');
    throw new Error(`${path}: ${answer.status} ${said ?? answer.text.slice(0, 300)}`);
  }
  const { pathname, search } = new URL(answer.to, 'http://opora');
  return pathname + search;
}

/** The worker reads what was handed in. */
async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
  for (let look = 0; look < 240; look += 1) {
    if (await isSo()) return;
    await sleep(250);
  }
  throw new Error(`Waited in vain for ${what}.`);
}

function file(name: string, text: string): File {
  return new File([text], name, { type: name.endsWith('.txt') ? 'text/plain' : 'text/csv' });
}

function textArea(page: string | null): string {
  const text = /<textarea[^>]*name="text"[^>]*>([^<]*)/.exec(page ?? '')?.[1] ?? '';
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#x27;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
