/** `POST /results/import/files`: opens an import, takes one file of it, starts the reading. Answers scripts in JSON. */
import { z } from 'zod';
import { AppError, isAppError } from '#kernel/errors.ts';
import { troubleOf } from '#platform/trouble.ts';
import { parseForm } from '#web/forms.ts';
import type { ActionArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { openImport, receiveFile, startReading } from '../commands/receive.ts';

const schema = z.object({
  intent: z.enum(['open', 'file', 'start']),
  importId: z.coerce.number().int().positive().optional(),
  year: z.coerce.number().int().min(2000).max(2100).optional(),
  path: z.string().max(1000).optional(),
  file: z.file().optional(),
});

export async function action({ request, context }: ActionArgs): Promise<Response> {
  const ctx = ctxOf(context);
  try {
    const parsed = parseForm(schema, await request.formData());
    if (!parsed.ok) throw new AppError('invalidInput', { text: parsed.errors.map(({ text }) => text).join(' ') });
    const { intent, importId, year, path, file } = parsed.value;
    if (intent === 'open')
      return Response.json({ importId: await openImport(ctx, year === undefined ? {} : { year }) });
    if (importId === undefined) throw new AppError('badRequest');
    if (intent === 'start') await startReading(ctx, importId);
    else if (file)
      await receiveFile(ctx, importId, {
        name: path ?? file.name,
        bytes: new Uint8Array(await file.arrayBuffer()),
        contentType: file.type,
      });
    return Response.json({ importId });
  } catch (error) {
    const told = troubleOf(error) ?? error;
    if (!isAppError(told)) throw error;
    return Response.json({ code: told.code, text: `${told.text} ${told.advice}` }, { status: told.status });
  }
}
