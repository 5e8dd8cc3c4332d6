import { expect, test } from 'vitest';
import { contentDisposition, download } from './download.ts';

test('a Russian name is written in full and has a plain twin', () => {
  expect(contentDisposition('Приказ № 5 (копия).pdf')).toBe(
    `attachment; filename="______ _ 5 (_____).pdf"; filename*=UTF-8''%D0%9F%D1%80%D0%B8%D0%BA%D0%B0%D0%B7%20%E2%84%96%205%20%28%D0%BA%D0%BE%D0%BF%D0%B8%D1%8F%29.pdf`,
  );
});

test('a name cannot end the header or leave its quotes', () => {
  expect(contentDisposition('a"\r\nSet-Cookie: x/..\\y')).not.toMatch(/[\r\n]|a"|\//);
});

test('a download is never sniffed, run or kept', () => {
  const { headers } = download(new Uint8Array([1]), 'a.pdf', 'application/pdf');
  expect(headers.get('X-Content-Type-Options')).toBe('nosniff');
  expect(headers.get('Content-Security-Policy')).toContain('sandbox');
});
