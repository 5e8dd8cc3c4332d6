/**
 * How many requests one session, one address and all together may ask for. Counted in the memory of each server process:
 * with several processes a limit is met between once and as many times as there are processes, which is enough to keep
 * one asker from taking the server away from the others. Memory is bounded whatever comes.
 */
import type { MiddlewareHandler } from 'hono';
import { AppError } from '#kernel/errors.ts';
import { problemAnswer } from './api/problem.ts';
import { type HttpVariables, isApi } from './http.ts';
import { plainPage } from './plain-page.ts';
import type { Log } from './log.ts';

/** Requests a minute; a third of them may come at once. `waiting`: pages being made at a time, in one process. */
export type RateLimits = {
  session: number;
  address: number;
  visitors: number;
  searches: number;
  uploads: number;
  exports: number;
  waiting: number;
};

type Limited = Exclude<keyof RateLimits, 'waiting'>;

const MINUTE = 60_000;
const SHARE_AT_ONCE = 1 / 3;
/** Names remembered in each of two generations. */
const MOST_NAMES = 20_000;
/** What a refusal for all is worth waiting. */
const CROWDED_SECONDS = 5;
const REPORT_EVERY = 10_000;

/**
 * For each name the instant at which all that was asked would have been answered at the allowed pace (the generic cell
 * rate algorithm): one number a name, no timers.
 */
export class RateLimit {
  readonly #interval: number;
  readonly #ahead: number;
  readonly #most: number;
  #recent = new Map<string, number>();
  #older = new Map<string, number>();

  constructor(perMinute: number, most = MOST_NAMES) {
    this.#interval = MINUTE / perMinute;
    this.#ahead = Math.max(1, Math.floor(perMinute * SHARE_AT_ONCE)) * this.#interval;
    this.#most = most;
  }

  /** Milliseconds to wait; 0: may pass, and is counted. A refused request costs nothing, so that waiting helps. */
  take(name: string, now: number): number {
    const paid = Math.max(this.#recent.get(name) ?? this.#older.get(name) ?? now, now) + this.#interval;
    if (paid - now > this.#ahead) return Math.ceil(paid - now - this.#ahead);
    if (this.#recent.size >= this.#most && !this.#recent.has(name)) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(name, paid);
    return 0;
  }

  get remembered(): number {
    return this.#recent.size + this.#older.size;
  }
}

type Options = {
  limits: RateLimits;
  /** Addresses that are not counted. */
  trusted: ReadonlySet<string>;
  /** The signed token of the session, or a token of the API found good before: nobody makes one up, so its name cannot be spent for another. */
  tokenOf(request: Request): string | null;
  log: Pick<Log, 'warn'>;
  now?: () => number;
};

/** Who is signed in is counted by session, so that a school behind one address is not one asker. */
export function rateLimits(options: Options): MiddlewareHandler<{ Variables: HttpVariables }> {
  const { limits, trusted, tokenOf, now = () => performance.now() } = options;
  const rule = Object.fromEntries(
    (['session', 'address', 'visitors', 'searches', 'uploads', 'exports'] as const).map((name) => [
      name,
      new RateLimit(limits[name]),
    ]),
  ) as Record<Limited, RateLimit>;
  const report = reporter(options.log, now);
  let waiting = 0;

  const waitFor = (request: Request, source: string): { name: Limited; wait: number } | null => {
    const address = networkOf(source);
    if (trusted.has(address)) return null;
    const token = tokenOf(request);
    const who = token ?? address;
    const special = specialOf(request);
    const asked: [Limited, string][] = token
      ? [
          ['session', token],
          ['address', address],
        ]
      : [['visitors', address]];
    if (special) asked.unshift([special, who]);
    const at = now();
    for (const [name, key] of asked) {
      const wait = rule[name].take(key, at);
      if (wait > 0) return { name, wait };
    }
    return null;
  };

  return async (context, next) => {
    const request = context.req.raw;
    const refused = waitFor(request, context.get('source'));
    if (refused) {
      report(refused.name);
      return tooMany(request, context.var, Math.ceil(refused.wait / 1000));
    }
    // Bodies come as slowly as the line is: counting those would let a few slow ones close the door.
    if (request.method !== 'GET') return next();
    if (waiting >= limits.waiting) {
      report('waiting');
      return tooMany(request, context.var, CROWDED_SECONDS);
    }
    waiting += 1;
    try {
      await next();
    } finally {
      waiting -= 1;
    }
    return undefined;
  };
}

/** What costs more than a page has a limit of its own. */
function specialOf(request: Request): Limited | null {
  const { method, url } = request;
  if (method === 'POST')
    return request.headers.get('content-type')?.startsWith('multipart/form-data') ? 'uploads' : null;
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  if (/\/export\/|\/bundle$|\.(?:docx|pdf|xlsx|csv)$/.test(path)) return 'exports';
  return query >= 0 && /[?&]q=[^&]/.test(url) ? 'searches' : null;
}

/** One asker: an IPv4 address, or the network of an IPv6 one, for a household or an office has all of that. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!address.includes(':') || address === '::1') return address;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail ? tail.split(':') : [];
  const zeros =
    tail === undefined ? [] : Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0');
  return [...left, ...zeros, ...right].slice(0, 4).join(':').toLowerCase();
}

/** One line in ten seconds for each limit, however many were refused. */
function reporter(log: Pick<Log, 'warn'>, now: () => number): (limit: keyof RateLimits) => void {
  const kept = new Map<string, { refused: number; toldAt: number }>();
  return (limit) => {
    const known = kept.get(limit) ?? { refused: 0, toldAt: -REPORT_EVERY };
    known.refused += 1;
    kept.set(limit, known);
    if (now() - known.toldAt < REPORT_EVERY) return;
    log.warn('Запросы отклонены: их слишком много', { limit, refused: known.refused });
    Object.assign(known, { refused: 0, toldAt: now() });
  };
}

/** A crowd costs next to nothing. */
function tooMany(request: Request, { nonce, requestId }: HttpVariables, seconds: number): Response {
  const wait = Math.max(1, seconds);
  if (isApi(request)) return problemAnswer(new AppError('tooManyRequests'), requestId, { 'Retry-After': String(wait) });
  return plainPage(request, nonce, {
    status: 429,
    title: 'Слишком много запросов',
    text: [
      'Запросов пришло больше, чем Опора успевает выполнить. Сохранённое не пострадало.',
      `Подождите ${wait} с и повторите.`,
    ],
    retryAfterSeconds: wait,
  });
}
