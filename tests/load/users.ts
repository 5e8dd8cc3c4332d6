/** Virtual users: a connection, an address and a session each, as browsers behind the proxy have. */
import { gunzipSync } from 'node:zlib';
import { Client, type Dispatcher } from 'undici';
import type { Random } from '#demo/random.ts';
import type { Account } from './accounts.ts';
import type { Ledger } from './ledger.ts';

export type Page = { status: number; html: string; location: string | null };
export type User = {
  account: Account;
  random: Random;
  /** Opens a page. A refusal for want of room is told as such. */
  open(path: string): Promise<Page>;
  /** Sends a form and opens what it leads to. */
  send(path: string, fields: Readonly<Record<string, string | File>>): Promise<Page>;
  signIn(): Promise<void>;
};

const HEADERS_WAIT_MS = 60_000;

export function openUser(url: string, account: Account, random: Random, ledger: Ledger): User {
  const client = new Client(url, { headersTimeout: HEADERS_WAIT_MS, bodyTimeout: HEADERS_WAIT_MS, pipelining: 1 });
  const cookies = new Map<string, string>();

  const ask = async (kind: string, options: Omit<Dispatcher.RequestOptions, 'origin'>): Promise<Page> => {
    const begun = performance.now();
    try {
      const answer = await client.request({
        ...options,
        headers: {
          ...(options.headers as Record<string, string>),
          accept: 'text/html',
          'accept-encoding': 'gzip',
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          'x-forwarded-for': account.address,
        },
      });
      keep(cookies, answer.headers['set-cookie']);
      // The time of an answer counts to its last byte; unpacking it is the browser's work, not the server's.
      const bytes = Buffer.from(await answer.body.arrayBuffer());
      ledger.answered(kind, answer.statusCode, performance.now() - begun, options.path);
      const html = unpacked(bytes, String(answer.headers['content-encoding'] ?? ''));
      const location = answer.headers['location'];
      return { status: answer.statusCode, html, location: typeof location === 'string' ? location : null };
    } catch (error) {
      ledger.broke(kind, options.path, error);
      return { status: 0, html: '', location: null };
    }
  };

  const open = (path: string) => ask(kindOf(path), { method: 'GET', path });
  const send = async (path: string, fields: Readonly<Record<string, string | File>>) => {
    const { body, type } = await encoded(fields);
    const kind = path === '/sign-in' ? 'sign-in' : type.startsWith('multipart') ? 'upload' : 'form';
    const answer = await ask(kind, { method: 'POST', path, body, headers: { 'content-type': type, origin: url } });
    if (answer.location === null) return answer;
    const next = await open(answer.location);
    return { ...next, location: answer.location };
  };
  return {
    account,
    random,
    open,
    send,
    async signIn() {
      const answer = await send('/sign-in', { email: account.email, password: account.password });
      if (answer.location === null) throw new Error(`${account.email} was not let in: ${answer.status}`);
    },
  };
}

function keep(cookies: Map<string, string>, header: string | string[] | undefined): void {
  for (const line of [header ?? []].flat()) {
    const [pair = ''] = line.split(';');
    const equals = pair.indexOf('=');
    cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}

function kindOf(path: string): string {
  return /\.(?:docx|pdf|xlsx|csv)$|\/export\//.test(path.split('?')[0] ?? '') ? 'file' : 'page';
}

function unpacked(bytes: Buffer, encoding: string): string {
  return encoding === 'gzip' ? gunzipSync(bytes).toString() : bytes.toString();
}

async function encoded(fields: Readonly<Record<string, string | File>>): Promise<{ body: Buffer; type: string }> {
  const form = Object.values(fields).some((value) => typeof value !== 'string')
    ? new FormData()
    : new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) (form as FormData).append(name, value);
  const packed = new Response(form);
  return { body: Buffer.from(await packed.arrayBuffer()), type: packed.headers.get('content-type') ?? '' };
}
