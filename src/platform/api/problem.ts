/** Refusals of the API: RFC 9457, with the code, the text and the advice of the one error table. */
import { z } from 'zod';
import { AppError, isAppError } from '#kernel/errors.ts';
import { troubleOf } from '../trouble.ts';

export const PROBLEM_TYPE = 'application/problem+json';

export const problemSchema = z
  .object({
    type: z.string().describe('Вид отказа: urn:opora:problem:КОД'),
    title: z.string().describe('Что случилось'),
    status: z.number().int(),
    detail: z.string().describe('Что делать'),
    instance: z.string().describe('Номер запроса: urn:uuid:…; его спросит администратор'),
    code: z.string().describe('Постоянный код отказа'),
    errors: z
      .array(z.object({ field: z.string(), text: z.string() }))
      .optional()
      .describe('Ошибки по полям'),
  })
  .describe('Отказ по RFC 9457');

export type FieldProblem = { field: string; text: string };

/** A fault of Opora is told without its details; whoever runs it finds them by the number of the request. */
export function problemOf(error: unknown): AppError {
  if (isAppError(error)) return error;
  return troubleOf(error) ?? new AppError('internal');
}

export function problemBody(error: AppError, requestId: string): z.infer<typeof problemSchema> {
  const { code, status, text, advice, details } = error;
  const errors = Array.isArray(details['errors'])
    ? (details['errors'] as FieldProblem[])
    : typeof details['field'] === 'string'
      ? [{ field: details['field'], text }]
      : undefined;
  return {
    type: `urn:opora:problem:${code}`,
    title: text,
    status,
    detail: advice,
    instance: `urn:uuid:${requestId}`,
    code,
    ...(errors && { errors }),
  };
}

export function problemAnswer(error: AppError, requestId: string, headers: Record<string, string> = {}): Response {
  const challenge: Record<string, string> =
    error.status === 401
      ? {
          'WWW-Authenticate':
            error.code === 'tokenMissing' ? 'Bearer realm="Opora"' : 'Bearer realm="Opora", error="invalid_token"',
        }
      : {};
  return new Response(JSON.stringify(problemBody(error, requestId)), {
    status: error.status,
    headers: { 'Content-Type': PROBLEM_TYPE, 'Cache-Control': 'no-store', ...challenge, ...headers },
  });
}
