import { expect, test } from 'vitest';
import { redirectWith, takeFlash } from './flash.ts';

function carriedTo(response: Response): Request {
  const [pair] = (response.headers.get('Set-Cookie') ?? '').split(';');
  return new Request('http://opora.test/', { headers: { Cookie: `other=1; ${pair}` } });
}

test('a message arrives after the redirect and is taken away by being read', () => {
  const response = redirectWith('/plans/7', 'План удалён', {
    undo: { action: '/plans/7', fields: { intent: 'restore' } },
  });
  expect(response.status).toBe(302);
  expect(response.headers.get('Location')).toBe('/plans/7');
  const { flash, headers } = takeFlash(carriedTo(response));
  expect(flash).toEqual({
    text: 'План удалён',
    tone: 'success',
    undo: { action: '/plans/7', fields: { intent: 'restore' } },
  });
  expect(new Headers(headers).get('Set-Cookie')).toContain('Max-Age=0');
});

test('a page without a message sets nothing', () => {
  expect(takeFlash(new Request('http://opora.test/'))).toEqual({ flash: null, headers: {} });
});

test('a spoilt cookie is no message', () => {
  const request = new Request('http://opora.test/', { headers: { Cookie: 'opora_flash=%7Bx' } });
  expect(takeFlash(request).flash).toBeNull();
});
