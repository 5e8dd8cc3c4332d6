import { expect, test } from 'vitest';
import { fileName, fileResponse } from './file-response.ts';

test('a Russian name reaches the browser as it is', () => {
  const response = fileResponse({ bytes: new Uint8Array([1, 2]), name: "План (проект) «O'Нил».docx", contentType: 'application/octet-stream' });
  const header = response.headers.get('Content-Disposition') ?? '';
  expect(header).toMatch(/^attachment; filename="opora\.docx"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/);
  expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe("План (проект) «O'Нил».docx");
  expect(response.headers.get('Content-Length')).toBe('2');
});

test('a name never holds what a file system refuses, and stays short', () => {
  expect(fileName('План: на 2019/2020\nгод?.pdf')).toBe('План на 2019 2020 год .pdf');
  expect(fileName(`${'я'.repeat(300)}.docx`)).toBe(`${'я'.repeat(120)}.docx`);
});
