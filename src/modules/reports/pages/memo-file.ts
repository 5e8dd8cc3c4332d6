/** /reports/memo.docx — the analytical memo from the same data as the page. */
import { AppError } from '#kernel/errors.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { documentResponse, formatOfAddress } from '../formats.ts';
import { memoFor } from '../memo.ts';
import { memoDocument } from '../memo-document.ts';
import { summaryAsked } from '../summary-choice.ts';

/** A memo names examples; the whole list is in the system. */
const EXAMPLES = 30;

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const asked = await summaryAsked(ctx, new URL(request.url));
  if (asked === null) throw new AppError('notFound');
  const memo = await memoFor(ctx, asked, EXAMPLES);
  return documentResponse(
    memoDocument(memo),
    formatOfAddress(request.url),
    `${memo.asOf} Аналитическая справка, ${memo.organisation}`,
  );
}
