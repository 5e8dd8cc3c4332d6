/** What Opora understands of a deadline that is being typed: `GET /plans/deadline?text=…`. */
import { isValid } from '#kernel/dates.ts';
import { parseDeadline } from '#modules/plan-reading/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { RHYTHMS } from '../domain/content.ts';
import { explainDeadline } from '../domain/explain.ts';
import { oneOf } from './parts/address.ts';

const LONGEST = 2000;

export function loader({ request, context }: LoaderArgs) {
  ctxOf(context);
  const asked = new URL(request.url).searchParams;
  const [from, to] = [asked.get('from') ?? '', asked.get('to') ?? ''];
  const period = isValid(from) && isValid(to) && from <= to ? { from, to } : null;
  const deadline = parseDeadline((asked.get('text') ?? '').slice(0, LONGEST).trim());
  return {
    explanation: explainDeadline(deadline, { period, rhythm: oneOf(RHYTHMS, asked.get('rhythm')) ?? 'half-yearly' }),
  };
}
