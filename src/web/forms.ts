/** From a form to a checked value, and back to the page with what was typed when it does not pass. */
import { data } from 'react-router';
import { z } from 'zod';
import { type ErrorCode, isAppError } from '#kernel/errors.ts';
import { russian } from '#platform/zod-russian.ts';

/** `field` is the name of the control; an empty one stands for the form as a whole. */
export type FieldError = { field: string; text: string };
/** What was typed, by the name of the control; files cannot be given back. */
export type FormValues = Record<string, string | string[]>;
export type FormFailure = { errors: FieldError[]; values: FormValues };
export type FormResult<T> =
  | ({ ok: true; value: T } & { errors?: undefined; values?: undefined })
  | ({ ok: false } & FormFailure);

/**
 * Checks a form against a schema of its fields. Texts are trimmed, but for passwords, which are taken as typed; a field left
 * empty is absent, so `.optional()` means «may stay empty». A field whose schema is an array takes all values of its name.
 */
export function parseForm<Shape extends z.ZodRawShape>(
  schema: z.ZodObject<Shape>,
  form: FormData | URLSearchParams,
): FormResult<z.infer<z.ZodObject<Shape>>> {
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(schema.shape)) {
    const given = isPassword(name) ? asTyped : cleaned;
    input[name] = takesMany(field as z.ZodType) ? form.getAll(name).map(given).filter(isGiven) : given(form.get(name));
  }
  const parsed = schema.safeParse(input, { error: russian });
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, errors: firstPerField(parsed.error), values: valuesOf(form) };
}

/** The answer of an action whose form did not pass: `return invalid(parsed)`. */
export function invalid(failure: FormFailure, status = 422) {
  return data({ errors: failure.errors, values: failure.values }, { status });
}

/** Refusals that are not about what was typed: they have an error page of their own. */
const NOT_OF_THE_FORM: readonly ErrorCode[] = ['notSignedIn', 'notAllowed', 'notFound'];

/**
 * The answer when a command refused: its text and advice at the field it names, what was typed kept. A fault of Opora or a missing right is thrown on to the error page.
 */
export function refused(error: unknown, form: FormData, field = '') {
  if (!isAppError(error) || error.status >= 500 || NOT_OF_THE_FORM.includes(error.code)) throw error;
  const place = typeof error.details['field'] === 'string' ? error.details['field'] : field;
  return invalid(
    { errors: [{ field: place, text: `${error.text} ${error.advice}` }], values: valuesOf(form) },
    error.status,
  );
}

/** The text of the first error of a field, for `<Field error={errorOf(errors, 'name')}>`. */
export function errorOf(errors: readonly FieldError[] | undefined, field: string): string | undefined {
  return errors?.find((error) => error.field === field)?.text;
}

/** What was typed into a field, or else the given value. */
export function valueOf(
  values: FormValues | undefined,
  field: string,
  otherwise: string | number | null | undefined = '',
): string {
  const typed = values?.[field];
  if (typed === undefined) return otherwise === null || otherwise === undefined ? '' : String(otherwise);
  return Array.isArray(typed) ? (typed[0] ?? '') : typed;
}

/** The same for a group of checkboxes. Nothing ticked sends nothing, so a sent form without the name means none. */
export function valuesOfGroup(
  values: FormValues | undefined,
  field: string,
  otherwise: readonly string[] = [],
): readonly string[] {
  if (!values) return otherwise;
  return [values[field] ?? []].flat();
}

export function valuesOf(form: FormData | URLSearchParams): FormValues {
  const values: FormValues = {};
  for (const name of new Set(form.keys())) {
    const texts = form.getAll(name).filter((value) => typeof value === 'string');
    if (texts.length > 0 && !isPassword(name)) values[name] = texts.length > 1 ? texts : texts[0]!;
  }
  return values;
}

/** By the name of the control: such a value is neither trimmed nor given back to the page. */
function isPassword(name: string): boolean {
  return /password/i.test(name);
}

function asTyped(value: FormDataEntryValue | null): unknown {
  return value === null || value === '' ? undefined : value;
}

function cleaned(value: FormDataEntryValue | null): unknown {
  if (value === null) return undefined;
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim();
  // A file control left empty sends a nameless file of no bytes.
  return value.size === 0 && value.name === '' ? undefined : value;
}

function isGiven(value: unknown): boolean {
  return value !== undefined;
}

function takesMany(field: z.ZodType): boolean {
  if (field instanceof z.ZodArray) return true;
  if (field instanceof z.ZodOptional || field instanceof z.ZodDefault || field instanceof z.ZodNullable)
    return takesMany(field.unwrap() as z.ZodType);
  if (field instanceof z.ZodPipe) return takesMany(field.in as z.ZodType);
  return false;
}

function firstPerField(error: z.ZodError): FieldError[] {
  const found = new Map<string, string>();
  for (const issue of error.issues) {
    const field = String(issue.path[0] ?? '');
    if (!found.has(field)) found.set(field, issue.message);
  }
  return [...found].map(([field, text]) => ({ field, text }));
}
