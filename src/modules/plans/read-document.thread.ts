/** Reading an uploaded document, in a thread of its own: a hostile file ends the thread, not the server. */
import { readDocument } from '#documents/read.ts';
import { readPlan } from '#modules/plan-reading/index.ts';
import { answerInThread } from '#platform/answer-in-thread.ts';
import { convertByLibreOffice } from '#platform/libreoffice.ts';
import type { DocumentToRead } from './commands/read-document.ts';

answerInThread(async ({ bytes, fileName, searchPath, limit }: DocumentToRead) => {
  const source = await readDocument(bytes, {
    fileName,
    limits: { inputBytes: limit },
    convert: (old, from) => convertByLibreOffice(searchPath, old, from),
  });
  return { source, reading: readPlan(source) };
});
