/** The form that marks execution, as sent: checked, with its files stored so that an error elsewhere does not lose them. */
import { z } from 'zod';
import { isAppError } from '#kernel/errors.ts';
import { RESULT_KINDS } from '#modules/plan-reading/contract.ts';
import type { Ctx } from '#platform/context.ts';
import { type FieldError, type FormFailure, type FormValues, parseForm, valuesOf } from '#web/forms.ts';
import { type NewDocument, storeFile } from './commands/evidence.ts';
import type { Mark } from './commands/submit.ts';

/** Places for new documents in one form. */
const DOCUMENT_PLACES = [1, 2, 3] as const;

const markSchema = z.object({
  markText: z.string().max(4000),
  doneOn: z.iso.date(),
  existingDocuments: z.array(z.coerce.number().int().positive()).max(200),
  withoutDocumentReason: z.string().max(2000).optional(),
});

type ReadMark = { ok: true; mark: Mark; values: FormValues } | ({ ok: false } & FormFailure);

export async function readMark(ctx: Ctx, form: FormData): Promise<ReadMark> {
  const values = valuesOf(form);
  const errors: FieldError[] = [];
  const parsed = parseForm(markSchema, form);
  if (!parsed.ok) errors.push(...parsed.errors);
  const newDocuments: NewDocument[] = [];
  for (const place of DOCUMENT_PLACES) {
    const read = await readDocument(ctx, form, place, values);
    errors.push(...read.errors);
    if (read.document) newDocuments.push(read.document);
  }
  if (!parsed.ok || errors.length > 0) return { ok: false, errors, values };
  const { withoutDocumentReason = null, ...rest } = parsed.value;
  return { ok: true, mark: { ...rest, withoutDocumentReason, newDocuments }, values };
}

/** What the form says after a command refused it: the error at its field, all that was given kept. */
export function refusedMark(error: unknown, values: FormValues): FormFailure & { status: number } {
  if (!isAppError(error) || error.status >= 500 || [401, 403, 404].includes(error.status)) throw error;
  const field = typeof error.details['field'] === 'string' ? error.details['field'] : '';
  return { status: error.status, errors: [{ field, text: `${error.text} ${error.advice}` }], values };
}

async function readDocument(
  ctx: Ctx,
  form: FormData,
  place: number,
  values: FormValues,
): Promise<{ document: NewDocument | null; errors: FieldError[] }> {
  const name = (part: string) => `document${place}${part}`;
  const schema = z.object({
    [name('Kind')]: z.enum(RESULT_KINDS).optional(),
    [name('Number')]: z.string().max(100).optional(),
    [name('Date')]: z.iso.date().optional(),
    [name('Title')]: z.string().max(1000).optional(),
    [name('Url')]: z
      .url({ protocol: /^https?$/ })
      .max(2000)
      .optional(),
    [name('Kept')]: z
      .string()
      .regex(/^[0-9a-f]{64}:.+$/)
      .optional(),
  });
  const parsed = parseForm(schema, form);
  if (!parsed.ok) return { document: null, errors: parsed.errors };
  const text = (part: string) => (parsed.value[name(part)] as string | undefined) ?? null;
  const sent = form.get(name('File'));
  const file = sent instanceof File && sent.size > 0 ? sent : null;
  const isGiven = file !== null || ['Number', 'Date', 'Title', 'Url', 'Kept'].some((part) => text(part) !== null);
  if (!isGiven) return { document: null, errors: [] };
  const errors: FieldError[] = [];
  if (text('Kind') === null) errors.push({ field: name('Kind'), text: 'Выберите вид документа.' });
  if (file === null && text('Kept') === null && text('Url') === null) {
    errors.push({ field: name('File'), text: 'Приложите файл документа или укажите ссылку на него.' });
  }
  const stored = file === null ? keptFile(text('Kept')) : await store(ctx, file, name('File'), errors);
  if (stored !== null) values[name('Kept')] = `${stored.sha256}:${stored.name}`;
  if (errors.length > 0) return { document: null, errors };
  const kind = text('Kind') as NewDocument['kind'];
  return {
    document: {
      kind,
      number: text('Number'),
      date: text('Date'),
      title: text('Title') ?? '',
      url: text('Url'),
      file: stored,
    },
    errors,
  };
}

async function store(ctx: Ctx, file: File, field: string, errors: FieldError[]): Promise<NewDocument['file']> {
  try {
    return await storeFile(ctx, { name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) });
  } catch (error) {
    if (!isAppError(error)) throw error;
    errors.push({ field, text: `${error.text} ${error.advice}` });
    return null;
  }
}

function keptFile(kept: string | null): NewDocument['file'] {
  return kept === null ? null : { sha256: kept.slice(0, 64), name: kept.slice(65) };
}
