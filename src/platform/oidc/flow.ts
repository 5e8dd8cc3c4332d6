/**
 * What a sign-in through the provider has to remember until the browser comes back: it travels in a cookie of that
 * browser, signed, for ten minutes. An answer that comes to another browser, or twice, finds no flow to go with.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const LIFETIME_SECONDS = 600;
export const FLOW_COOKIE = 'opora_provider';

const flowSchema = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  next: z.string(),
  until: z.number(),
});
export type Flow = Omit<z.infer<typeof flowSchema>, 'until'>;

export function flowCookie(flow: Flow, secret: string, now: Date): string {
  const until = now.getTime() + LIFETIME_SECONDS * 1000;
  const body = Buffer.from(JSON.stringify({ ...flow, until })).toString('base64url');
  return cookie(`${body}.${signature(body, secret).toString('base64url')}`, LIFETIME_SECONDS);
}

export function endedFlowCookie(): string {
  return cookie('', 0);
}

/** Null for none, a forged one and one of ten minutes ago. */
export function flowOf(value: string | undefined, secret: string, now: Date): Flow | null {
  const [body = '', sealed = ''] = (value ?? '').split('.');
  const given = Buffer.from(sealed, 'base64url');
  const right = signature(body, secret);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return null;
  const { until, ...flow } = flowSchema.parse(JSON.parse(Buffer.from(body, 'base64url').toString('utf8')));
  return until > now.getTime() ? flow : null;
}

function cookie(value: string, maxAge: number): string {
  return `${FLOW_COOKIE}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax`;
}

/** Under a name of its own, so that no other signature of the same secret passes for one. */
function signature(body: string, secret: string): Buffer {
  return createHmac('sha256', secret).update(`provider-flow ${body}`).digest();
}
