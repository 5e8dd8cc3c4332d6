import type { ServerBuild } from 'react-router';
import { describe, expect, test } from 'vitest';
import { AppError } from '#kernel/errors.ts';
import { prepareBuild } from './prepare-build.ts';

type Handler = (args: { request: Request; url: URL }) => unknown;

/** A build of one page, prepared; its loader asked for this address. */
async function ask(loader: Handler, address: string, page = address): Promise<unknown> {
  const build = { routes: { page: { id: 'page', path: 'page', module: { loader } } } } as unknown as ServerBuild;
  const prepared = prepareBuild(build).routes['page']!.module.loader as unknown as Handler;
  return prepared({ request: new Request(address), url: new URL(page) });
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

  test('that is a fault stays hidden, our own faults too', async () => {
    await expect(ask(refuse(new Error('select secret')), 'http://opora.test/')).rejects.toThrow('select secret');
    await expect(ask(refuse(new AppError('internal')), 'http://opora.test/')).rejects.toBeInstanceOf(AppError);
  });
});

test('a page asked for by a script sees its own address, and the body of a form', async () => {
  const page = 'http://opora.test/plans?state=draft';
  expect(await ask(({ request }) => request.url, 'http://opora.test/plans.data?state=draft&_routes=page', page)).toBe(
    page,
  );
});
