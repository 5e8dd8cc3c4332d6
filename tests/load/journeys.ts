/** What people do: pages of their work in the order and share of an ordinary day, marks handed in and accepted. */
import { randomBytes } from 'node:crypto';
import type { Page, User } from './users.ts';

type Step = { weight: number; act(user: User): Promise<void> };

const EVIDENCE_BYTES = 120_000;
const OCCURRENCE = /href="(\/occurrences\/\d+)"/g;
/** A row of the own tasks that can be marked as done has a box to tick. */
const OPEN = /name="id"[^>]*value="(\d+)"/g;
const PLAN = /href="(\/plans\/\d+)"/g;
const SEARCHES = ['школа', 'лицей', 'гимназия 1', 'сосновка', 'оош', 'план'];

const look = (weight: number, ...paths: string[]): Step => ({
  weight,
  async act(user) {
    await user.open(user.random.pick(paths).replace('{own}', String(user.account.organisationId)));
  },
});

/** A list, one of what it lists, and what that page leads on to, where it does. */
const follow = (weight: number, list: string, link: RegExp, tails: readonly string[] = ['']): Step => ({
  weight,
  async act(user) {
    const target = one(user, await user.open(list), link);
    if (!target) return;
    const { html } = await user.open(target);
    const further = target + user.random.pick(tails);
    if (further !== target && html.includes(`href="${further}"`)) await user.open(further);
  },
});

const search = (weight: number): Step => ({
  weight,
  async act(user) {
    await user.open(`/search?q=${encodeURIComponent(user.random.pick(SEARCHES))}`);
  },
});

const SCHOOL: Step[] = [
  look(20, '/'),
  look(15, '/tasks'),
  follow(20, '/tasks', OCCURRENCE),
  { weight: 6, act: async (user) => void (await handIn(user)) },
  follow(15, '/plans', PLAN, ['', '/timeline', '/progress']),
  look(10, '/organisations/{own}', '/organisations/{own}/execution', '/organisations/{own}/results'),
  look(6, '/organisations/{own}/support', '/organisations/{own}/analysis'),
  look(5, '/notifications', '/calendar'),
  search(3),
];
const AUTHORITY: Step[] = [
  look(15, '/'),
  look(20, '/dashboard', '/overdue', '/overdue?standing=all'),
  follow(15, '/overdue', OCCURRENCE),
  { weight: 8, act: review },
  follow(20, '/plans', PLAN, ['', '', '/coverage', '/report', '/progress']),
  follow(2, '/plans', PLAN, ['/report.xlsx', '/report.docx', '/export.xlsx']),
  look(8, '/organisations', '/reports', '/notifications'),
  look(6, '/results', '/analysis'),
  // Curators have no part in lists of schools.
  { weight: 3, act: async (user) => void (user.account.role === 'curator' || (await user.open('/identification'))) },
  search(6),
];

export async function ordinaryStep(user: User): Promise<void> {
  const steps = user.account.role.startsWith('school-') ? SCHOOL : AUTHORITY;
  let left = user.random.next() * steps.reduce((sum, { weight }) => sum + weight, 0);
  for (const { weight, act } of steps) {
    left -= weight;
    if (left < 0) return act(user);
  }
}

/** Opens what is due, marks it done with a file; the address of the occurrence when the mark was taken. */
export async function handIn(user: User, show: 'now' | 'all' = 'now'): Promise<string | null> {
  const id = one(user, await user.open(`/tasks?show=${show}`), OPEN);
  if (!id) return null;
  const target = `/occurrences/${id}`;
  const { html } = await user.open(target);
  const version = /name="version" value="(\d+)"/.exec(html)?.[1];
  // Somebody of the same school was quicker: the form is not offered any more.
  if (version === undefined || !html.includes('name="markText"')) return null;
  const doneOn = /<input[^>]*name="doneOn"[^>]*>/.exec(html)?.[0].match(/ max="([^"]+)"/)?.[1];
  // The form offers first what would prove the result.
  const kind = /<select[^>]*name="document1Kind"[^>]*>\s*<option[^>]*value="([^"]+)"/.exec(html)?.[1];
  if (!doneOn || !kind) return null;
  const answer = await user.send(target, {
    intent: 'submit',
    version,
    markText: 'Мероприятие проведено, участвовали все учителя школы.',
    doneOn,
    document1Kind: kind,
    document1Number: String(1 + user.random.below(900)),
    document1Date: doneOn,
    document1Title: 'О проведении мероприятия',
    document1File: new File(evidence(), 'протокол.pdf', { type: 'application/pdf' }),
  });
  return answer.location?.startsWith(target) ? target : null;
}

async function review(user: User): Promise<void> {
  const queue = await user.open('/review?level=all');
  const item = /name="accept"[^>]*value="(\d+:\d+)"|value="(\d+:\d+)"[^>]*name="accept"/.exec(queue.html);
  const value = item?.[1] ?? item?.[2];
  if (value !== undefined) await user.send('/review?level=all', { accept: value });
}

function one(user: User, page: Page, link: RegExp): string | undefined {
  const found = [...page.html.matchAll(link)].map((match) => match[1]).filter((path) => path !== undefined);
  return found.length > 0 ? user.random.pick(found) : undefined;
}

/** A document nobody has sent before: what is stored once for all would cost nothing. */
function evidence(): BlobPart[] {
  return ['%PDF-1.7\n', new Uint8Array(randomBytes(EVIDENCE_BYTES)), '\n%%EOF\n'];
}
