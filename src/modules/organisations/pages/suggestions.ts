import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import type { Suggestion } from '#web/ui/index.ts';
import { KINDS } from '../domain/tree.ts';
import { organisationOptions } from '../queries/chosen.ts';

/** Organisations for a field to suggest: `?q=…&kind=municipality&kind=district`. */
export async function loader({ request, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const { searchParams } = new URL(request.url);
  const kinds = KINDS.filter((kind) => searchParams.getAll('kind').includes(kind));
  const options = await organisationOptions(scope, db, searchParams.get('q') ?? '', kinds.length > 0 ? { kinds } : {});
  return Response.json(options.map(({ id, label, hint }): Suggestion => ({ value: String(id), label, hint })));
}
