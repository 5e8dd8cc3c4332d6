import { ctxOf } from '../request.ts';
import type { Suggestion } from '../ui/index.ts';
import type { Route } from './+types/search-suggestions.ts';

export function loader({ context }: Route.LoaderArgs) {
  ctxOf(context);
  return Response.json([] satisfies Suggestion[]);
}
