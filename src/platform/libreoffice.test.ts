import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readDocument } from '#documents/read.ts';
import { AppError } from '#kernel/errors.ts';
import { convertByLibreOffice } from './libreoffice.ts';

const PLAN = fileURLToPath(new URL('../../tests/golden/documents/same-plan/input.doc', import.meta.url));
const PATH = process.env['PATH'] ?? '';

test('without LibreOffice the refusal says what is missing', async () => {
  const refused = convertByLibreOffice('/nowhere', new Uint8Array(), 'doc');
  await expect(refused).rejects.toMatchObject({ code: 'converterMissing' } satisfies Partial<AppError>);
});

test('with LibreOffice a legacy document becomes a readable DOCX', async ({ skip }) => {
  const converted = await convertByLibreOffice(PATH, readFileSync(PLAN), 'doc').catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'converterMissing')
      skip('SKIPPED: LibreOffice is not installed here.');
    throw error;
  });
  const { format, blocks } = await readDocument(converted);
  expect([format, blocks.some((block) => block.kind === 'table')]).toEqual(['docx', true]);
}, 90_000);
