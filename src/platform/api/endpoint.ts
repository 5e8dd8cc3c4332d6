/** One route of the API: what it takes, what it answers, which right opens it. From it come the check of every request, the answer and the OpenAPI document. */
import { z } from 'zod';
import type { ApiRight } from '#kernel/api-rights.ts';
import { PERMITTED_USES } from '#kernel/permitted-use.ts';
import type { Ctx } from '../context.ts';

/** Who asks by a token: the context of the person, and what the token adds to it. */
export type ApiCtx = Ctx & { token: { id: number; rights: readonly string[]; uses: readonly string[] } };

export type Endpoint = {
  /** `operationId`: stays the same for good. */
  id: string;
  method: 'get' | 'post';
  /** Below /api/v1: '/plans/{planId}'. */
  path: string;
  group: string;
  summary: string;
  description?: string;
  right: ApiRight;
  /** The address must say what the answer is for, and the token must be made for that. */
  statesUse: boolean;
  query: z.ZodObject;
  body: z.ZodObject | null;
  answer: z.ZodType;
  run(ctx: ApiCtx, given: Given<z.ZodObject, z.ZodObject>): Promise<unknown>;
};

/** `path` holds the ids of the address by name. */
export type Given<Query extends z.ZodObject, Body extends z.ZodObject> = {
  path: Record<string, string>;
  query: z.infer<Query>;
  body: z.infer<Body>;
};

const NOTHING = z.strictObject({});

type Told<Query extends z.ZodObject, Body extends z.ZodObject, Answer extends z.ZodType> = Omit<
  Endpoint,
  'method' | 'query' | 'body' | 'answer' | 'run' | 'statesUse'
> & {
  query?: Query;
  body?: Body;
  answer: Answer;
  run(ctx: ApiCtx, given: Given<Query, Body>): Promise<z.input<Answer>>;
};

export function endpoint<
  Answer extends z.ZodType,
  Query extends z.ZodObject = typeof NOTHING,
  Body extends z.ZodObject = typeof NOTHING,
>({ query, body, ...told }: Told<Query, Body, Answer>): Endpoint {
  return {
    ...told,
    method: body ? 'post' : 'get',
    query: query ?? NOTHING,
    body: body ?? null,
    statesUse: query !== undefined && 'use' in query.shape,
    run: told.run as Endpoint['run'],
  };
}

/** Parameters of a list in portions; others are refused, so that a slip of the pen is no answer of everything. */
export const PAGE = {
  limit: z.coerce.number().int().min(1).max(200).default(50).describe('Сколько записей вернуть, не больше 200'),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0).describe('Сколько записей пропустить'),
};

/** For what the answer will be used; must be among the purposes of the token. */
export const USE = {
  use: z
    .enum(PERMITTED_USES)
    .describe('Для чего берутся данные. Цель должна быть у токена и разрешена для этих данных'),
};

export const id = z.number().int().positive();
const LARGEST_INTEGER = 2_147_483_647;
/** A number of a column of PostgreSQL's `integer`: revisions and versions. */
export const whole = z.coerce.number().int().min(0).max(LARGEST_INTEGER);
/** PostgreSQL has no year 0, and no plan has the year 9999. */
export const day = z.iso
  .date()
  .refine((on) => on >= '1900-01-01' && on <= '2199-12-31', { error: 'Укажите год от 1900 до 2199.' });
/** Text that a database takes. */
export const words = (longest: number) =>
  z
    .string()
    .trim()
    .max(longest)
    .refine((text) => !text.includes('\0'), { error: 'В тексте есть недопустимый знак.' });

/** An id in the address of a list. */
export const idParameter = z.coerce.number().int().positive();

/** What may be done with the data: stands beside every indicator. */
export const permission = {
  permittedUses: z.array(z.enum(PERMITTED_USES)).describe('Для чего эти данные можно брать'),
  permittedUse: z.string().describe('Разрешённое использование словами: показывайте его рядом с данными'),
};
/** The same of an answer that was given for a stated use. */
export const statedUse = { use: z.enum(PERMITTED_USES).describe('Для чего данные выданы'), ...permission };

export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({
    total: z.number().int().min(0).describe('Сколько всего записей подходит'),
    limit: z.number().int(),
    offset: z.number().int(),
    items: z.array(item),
  });
}

/** The id that the address names. What is no number names nothing: 0 is nobody's id. */
export function pathId(path: Record<string, string>, name: string): number {
  const written = path[name] ?? '';
  return /^[1-9]\d{0,14}$/.test(written) ? Number(written) : 0;
}
