/** The routes of the API under Hono: who asks, may they, is what they sent well formed; then the endpoint, and its answer through its own schema. */
import { Hono } from 'hono';
import { etag } from 'hono/etag';
import type { z } from 'zod';
import { AppError, type ErrorCode } from '#kernel/errors.ts';
import { type PermittedUse, usesInWords } from '#kernel/permitted-use.ts';
import type { HttpVariables } from '../http.ts';
import type { Log } from '../log.ts';
import { routeOf } from '../route-of.ts';
import { russian } from '../zod-russian.ts';
import type { ApiCtx, Endpoint } from './endpoint.ts';
import { openApiDocument } from './openapi.ts';
import { problemAnswer, problemOf, type FieldProblem } from './problem.ts';
import { once } from './replies.ts';

type Options = {
  endpoints: readonly Endpoint[];
  document: { url: string; version: string };
  /** The context in which the token of this request acts; refuses what is no token. */
  enter(request: Request, variables: HttpVariables): Promise<ApiCtx>;
  log: Pick<Log, 'error' | 'warn'>;
};

export function apiRoutes({ endpoints, document, enter, log }: Options): Hono<{ Variables: HttpVariables }> {
  const app = new Hono<{ Variables: HttpVariables }>();
  /** Which token asked, for the log of refusals. */
  const asking = new WeakMap<Request, number>();
  app.use(etag({ weak: true }));
  const described = JSON.stringify(openApiDocument(endpoints, document));
  app.get('/openapi.json', () => new Response(described, { headers: { 'Content-Type': 'application/json' } }));
  for (const one of endpoints) {
    app.on(one.method.toUpperCase(), one.path.replaceAll(/\{(\w+)\}/g, ':$1'), async (context) => {
      const { requestId, nonce, source } = context.var;
      const ctx = await enter(context.req.raw, { requestId, nonce, source });
      asking.set(context.req.raw, ctx.token.id);
      insistMay(ctx, one);
      const path = context.req.param() as Record<string, string>;
      const query = checked(one.query, givenQuery(context.req.queries()), 'badRequest');
      if (one.statesUse) insistPurpose(ctx, query['use'] as PermittedUse);
      if (one.body === null) return answered(one, await one.run(ctx, { path, query, body: {} }));
      const sent = await bodyOf(context.req.raw);
      const body = checked(one.body, sent, 'invalidInput');
      return once(ctx, context.req.raw, { path: context.req.path, body }, async () =>
        one.answer.parse(await one.run(ctx, { path, query, body })),
      );
    });
  }
  app.all('*', (context) => problemAnswer(new AppError('notFound', NO_ROUTE), context.get('requestId')));
  app.onError((error, context) => {
    const problem = problemOf(error);
    const { requestId, source } = context.var;
    const token = asking.get(context.req.raw);
    const facts = { method: context.req.method, route: routeOf(context.req.path), requestId, token };
    if (problem.status >= 500) log.error('Ошибка API', { ...facts, error });
    else if (REFUSED.includes(problem.code))
      log.warn('Отказано в доступе к API', { ...facts, code: problem.code, source });
    return problemAnswer(problem, requestId);
  });
  return app;
}

/** What an administrator looks for when somebody tries doors. */
const REFUSED: readonly ErrorCode[] = [
  'tokenRefused',
  'rightMissing',
  'useNotPermitted',
  'notAllowed',
  'secondFactorRequired',
];

const NO_ROUTE = {
  text: 'Такого адреса в API нет.',
  advice: 'Посмотрите список адресов: /api/v1/openapi.json.',
};

function insistMay({ token }: ApiCtx, { right }: Endpoint): void {
  if (token.rights.includes(right)) return;
  throw new AppError('rightMissing', { advice: `Нужно право «${right}». Выпустите токен, у которого оно есть.` });
}

function insistPurpose({ token }: ApiCtx, use: PermittedUse): void {
  if (token.uses.includes(use)) return;
  throw new AppError('useNotPermitted', {
    text: 'Токен выпущен не для этой цели.',
    advice: `Цели токена: ${usesInWords(token.uses) || 'нет'}. Для другой цели выпустите другой токен.`,
  });
}

/** Leaves out what the schema does not name: a field is told of before it is given. */
function answered(one: Endpoint, value: unknown): Response {
  return new Response(JSON.stringify(one.answer.parse(value)), {
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-cache' },
  });
}

/** A parameter given twice is a list, which no schema takes. */
function givenQuery(queries: Record<string, string[]>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(queries).map(([name, values]) => [name, values.length > 1 ? values : values[0]!]),
  );
}

async function bodyOf(request: Request): Promise<unknown> {
  try {
    return await request.json();
  } catch {
    throw new AppError('badRequest', { text: 'Тело запроса — не JSON.', advice: 'Отправьте объект JSON в UTF-8.' });
  }
}

function checked<Schema extends z.ZodObject>(
  schema: Schema,
  value: unknown,
  code: 'badRequest' | 'invalidInput',
): z.infer<Schema> {
  const parsed = schema.safeParse(value, { error: russian });
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.flatMap((issue): FieldProblem[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((field) => ({ field, text: 'Такого параметра нет.' }))
      : [{ field: issue.path.join('.'), text: issue.message }],
  );
  throw new AppError(code, {
    errors,
    text: 'Запрос составлен неверно.',
    advice: 'Исправьте названные параметры: см. errors.',
  });
}
