/** The OpenAPI 3.1 document of the routes. Its schemas are JSON Schema 2020-12, which is what zod writes. */
import { z } from 'zod';
import { RIGHT_NAMES } from '#kernel/api-rights.ts';
import type { Endpoint } from './endpoint.ts';
import { PROBLEM_TYPE, problemSchema } from './problem.ts';

type Json = Record<string, unknown>;

const DESCRIPTION = `Данные Опоры для программ. Токен выпускает сам пользователь в профиле, на странице «Токены API»; он открывает
не больше, чем видит владелец, и действует не дольше года. Отказы приходят по RFC 9457 (application/problem+json). Показатели выдаются
только для названной цели, с её разрешением рядом; числа о нескольких учениках вне школы скрыты (null).`;

export function openApiDocument(
  endpoints: readonly Endpoint[],
  { url, version }: { url: string; version: string },
): Json {
  const schemas = { Problem: schemaOf(problemSchema) } as Record<string, Json>;
  const paths: Record<string, Json> = {};
  for (const one of endpoints) {
    schemas[answerName(one)] = schemaOf(one.answer);
    paths[one.path] = { ...paths[one.path], [one.method]: operationOf(one) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Опора',
      version,
      description: DESCRIPTION,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: `${url}/api/v1` }],
    tags: [...new Set(endpoints.map(({ group }) => group))].map((name) => ({ name })),
    security: [{ token: [] }],
    paths,
    components: {
      schemas,
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Authorization: Bearer opora_…' } },
    },
  };
}

export function answerName({ id }: Pick<Endpoint, 'id'>): string {
  return `${id[0]!.toUpperCase()}${id.slice(1)}Answer`;
}

function operationOf(one: Endpoint): Json {
  const refused = (description: string) => ({
    description,
    content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
  });
  return {
    operationId: one.id,
    tags: [one.group],
    summary: one.summary,
    description: [one.description, `Право токена: \`${one.right}\` (${RIGHT_NAMES[one.right]}).`]
      .filter(Boolean)
      .join('\n\n'),
    parameters: [...pathParameters(one), ...queryParameters(one), ...headerParameters(one)],
    ...(one.body && {
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(one.body, 'input') } } },
    }),
    responses: {
      200: {
        description: 'Ответ',
        content: { 'application/json': { schema: { $ref: `#/components/schemas/${answerName(one)}` } } },
      },
      400: refused('Параметры заданы неверно'),
      401: refused('Токена нет или он не действует'),
      403: refused('Нет права или цели'),
      404: refused('Такого нет или токену не видно'),
      ...(one.body && { 409: refused('Состояние изменилось'), 422: refused('Данные не приняты') }),
      429: refused('Слишком много запросов; сколько ждать, сказано в Retry-After'),
      500: refused('Внутренняя ошибка'),
    },
  };
}

function pathParameters({ path }: Endpoint): Json[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: name!.endsWith('Id') && name !== 'procedureId' ? { type: 'integer', minimum: 1 } : { type: 'string' },
  }));
}

function queryParameters({ query }: Endpoint): Json[] {
  const { properties = {}, required = [] } = schemaOf(query, 'input') as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description === undefined ? {} : { description }),
    schema,
  }));
}

function headerParameters({ body }: Endpoint): Json[] {
  if (body === null) return [];
  const description = 'Ключ действия: повтор с тем же ключом ничего не меняет и получает прежний ответ. Помнится сутки';
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: true,
      description,
      schema: { type: 'string', minLength: 8, maxLength: 200 },
    },
  ];
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output' = 'output'): Json {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
