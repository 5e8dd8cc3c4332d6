/** A signed-in person without a browser: forms out, the message of the answer back. */

/** 'refused': the server said that nothing was done. */
export type Outcome = 'done' | 'refused' | 'unanswered';

const PASSWORD = 'Opora-demo-2026';
/** Longer than any request takes here; who is not answered by then was cut off. */
const PATIENCE_MS = 15_000;

export type Answer = { outcome: Outcome; status: number; to: string; text: string; undoVersion: number | null };
export type Fields = Record<string, string | number | File>;

/** What people were told when it went wrong: the status, and the title of the page. */
export type Troubles = Map<string, number>;

export class Session {
  readonly #troubles: Troubles;
  #cookie = '';
  readonly #account: string;
  readonly #url: () => string;

  constructor(account: string, url: () => string, troubles: Troubles) {
    this.#troubles = troubles;
    this.#account = account;
    this.#url = url;
  }

  /** The same person with the same cookie at another server. */
  at(url: () => string): Session {
    const there = new Session(this.#account, url, this.#troubles);
    there.#cookie = this.#cookie;
    return there;
  }

  async signIn(): Promise<void> {
    const body = new URLSearchParams({ email: `${this.#account}@opora.example`, password: PASSWORD });
    const answer = await this.#fetch('/sign-in', { method: 'POST', body });
    await answer.arrayBuffer();
    if (answer.status !== 302) throw new Error(`${this.#account} is not let in: ${answer.status}`);
    this.#cookie = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0])
      .join('; ');
  }

  /** The page, or null when there was none. */
  async open(path: string): Promise<string | null> {
    try {
      const answer = await this.#fetch(path, {});
      const text = await answer.text();
      this.#note(answer.status, text);
      return answer.status === 200 ? text : null;
    } catch {
      return null;
    }
  }

  /** A form with a file goes as the browser sends it. A redirect with good news is the promise that the thing is done. */
  async send(path: string, fields: Fields): Promise<Answer> {
    const hasFile = Object.values(fields).some((value) => value instanceof File);
    const body = hasFile ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(fields))
      (body as FormData).append(name, value instanceof File ? value : String(value));
    try {
      const answer = await this.#fetch(path, { method: 'POST', body });
      const text = await answer.text();
      this.#note(answer.status, text);
      const flash = flashOf(answer.headers);
      const done = answer.status < 400 && flash?.tone !== 'warning';
      const refused = (answer.status >= 400 && answer.status < 500) || flash?.tone === 'warning';
      return {
        outcome: done ? 'done' : refused ? 'refused' : 'unanswered',
        status: answer.status,
        to: answer.headers.get('location') ?? '',
        text,
        undoVersion: flash?.undo?.fields?.version ?? null,
      };
    } catch {
      return { outcome: 'unanswered', status: 0, to: '', text: '', undoVersion: null };
    }
  }

  #note(status: number, text: string): void {
    if (status < 500) return;
    const told = `${status} ${/<h1[^>]*>([^<]*)/.exec(text)?.[1] ?? text.slice(0, 60)}`;
    this.#troubles.set(told, (this.#troubles.get(told) ?? 0) + 1);
  }

  #fetch(path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.#url()}${path}`, {
      ...init,
      redirect: 'manual',
      headers: { cookie: this.#cookie, origin: this.#url(), accept: 'text/html' },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
  }
}

type Flash = { tone: string; undo?: { fields?: { version?: number } } };

function flashOf(headers: Headers): Flash | null {
  const value = headers
    .getSetCookie()
    .map((cookie) => /^opora_flash=([^;]+)/.exec(cookie)?.[1])
    .find(Boolean);
  return value ? (JSON.parse(decodeURIComponent(value)) as Flash) : null;
}
