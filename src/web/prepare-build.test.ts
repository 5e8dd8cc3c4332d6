import { RouterContextProvider, type ServerBuild } from 'react-router';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { readConfig } from '#platform/config.ts';
import { prepareBuild } from './prepare-build.ts';
import { webRequest, type WebRequest } from './request.ts';

type Handler = (args: { request: Request; url: URL; context: RouterContextProvider }) => unknown;

/** A request of somebody signed in, with what `prepareBuild` asks of it. */
function context(actor: { userId: string; name: string } | null): RouterContextProvider {
  const provider = new RouterContextProvider();
  const config = readConfig({ OPORA_LOG_FORMAT: 'json' });
  provider.set(webRequest, { config, actor, requestId: 'request-1' } as unknown as WebRequest);
  return provider;
}

afterEach(() => void vi.restoreAllMocks());

/** The lines of the log from here on. */
function logged(): () => Record<string, unknown>[] {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  return () => write.mock.calls.map(([line]) => JSON.parse(String(line)) as Record<string, unknown>);
}

const ANNA = { userId: 'u-17', name: 'Анна Петровна' };

/** A build of one page, prepared; its loader asked for this address. */
async function ask(
  loader: Handler,
  address: string,
  page = address,
  actor: typeof ANNA | null = null,
): Promise<unknown> {
  const build = { routes: { page: { id: 'page', path: 'page', module: { loader } } } } as unknown as ServerBuild;
  const prepared = prepareBuild(build).routes['page']!.module.loader as unknown as Handler;
  return prepared({ request: new Request(address), url: new URL(page), context: context(actor) });
}

const refuse = (error: Error) => () => {
  throw error;
};

describe('an error thrown by a page', () => {
  test('that is ours reaches the reader with its text and advice', async () => {
    const answer = ask(refuse(new AppError('notAllowed')), 'http://opora.test/plans/7');
    await expect(answer).rejects.toMatchObject({
      init: { status: 403 },
      data: { code: 'notAllowed', text: 'У вас нет права на это действие.' },
    });
  });

  test('sends who has not signed in to do so, and back', async () => {
    const answer = ask(
      refuse(new AppError('notSignedIn')),
      'http://opora.test/plans.data?state=draft',
      'http://opora.test/plans?state=draft',
    );
    const response = await answer.catch((thrown: unknown) => thrown);
    expect((response as Response).headers.get('Location')).toBe('/sign-in?next=%2Fplans%3Fstate%3Ddraft');
  });

  test('that passes by itself says so, and the log says why: the database is away, the disk is full', async () => {
    const lines = logged();
    const lost = Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
    await expect(ask(refuse(lost), 'http://opora.test/plans')).rejects.toMatchObject({
      init: { status: 503 },
      data: { code: 'databaseUnavailable' },
    });
    const full = new Error('write', { cause: Object.assign(new Error('write'), { code: 'ENOSPC' }) });
    await expect(ask(refuse(full), 'http://opora.test/plans')).rejects.toMatchObject({
      init: { status: 507 },
      data: { code: 'storageFull', text: 'На диске сервера кончилось место, поэтому ничего не записано.' },
    });
    expect(lines()).toMatchObject([
      { level: 'error', text: 'Запрос не выполнен', path: '/plans', error: expect.stringContaining('terminating') },
      { level: 'error', text: 'Запрос не выполнен' },
    ]);
  });

  test('that is a fault stays hidden, our own faults too', async () => {
    await expect(ask(refuse(new Error('select secret')), 'http://opora.test/')).rejects.toThrow('select secret');
    await expect(ask(refuse(new AppError('internal')), 'http://opora.test/')).rejects.toBeInstanceOf(AppError);
  });
});

describe('a refusal', () => {
  const page = 'http://opora.test/users/5?q=%D0%90%D0%BD%D0%BD%D0%B0';

  test('is written down with who was refused what, and without names or what was searched for', async () => {
    const lines = logged();
    await expect(ask(refuse(new AppError('notAllowed')), page, page, ANNA)).rejects.toBeDefined();
    await expect(ask(refuse(new AppError('notFound')), page, page, ANNA)).rejects.toBeDefined();
    const facts = { method: 'GET', path: '/users/5', user: 'u-17', requestId: 'request-1' };
    expect(lines()).toEqual([
      { time: expect.any(String), level: 'warn', text: 'Отказано в доступе', code: 'notAllowed', ...facts },
      { time: expect.any(String), level: 'info', text: 'Не найдено или не видно', code: 'notFound', ...facts },
    ]);
  });

  test('keeps the secret of a link out of the log', async () => {
    const lines = logged();
    const link = `http://opora.test/invitation/${'a'.repeat(43)}`;
    await expect(ask(refuse(new AppError('notAllowed')), link, link, ANNA)).rejects.toBeDefined();
    expect(lines()).toMatchObject([{ path: '/invitation/…' }]);
  });

  test('of who has not signed in, and a mistake in a form, are no such attempts', async () => {
    const lines = logged();
    await expect(ask(refuse(new AppError('notSignedIn')), page)).rejects.toBeDefined();
    await expect(ask(refuse(new AppError('invalidInput')), page, page, ANNA)).rejects.toBeDefined();
    expect(lines()).toEqual([]);
  });
});

test('a page asked for by a script sees its own address, and the body of a form', async () => {
  const page = 'http://opora.test/plans?state=draft';
  expect(await ask(({ request }) => request.url, 'http://opora.test/plans.data?state=draft&_routes=page', page)).toBe(
    page,
  );
});
