/** One description of a work as a file that reads back; without a work, the empty template. */
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { AppError } from '#kernel/errors.ts';
import { workSheet } from '../domain/work-sheet.ts';
import { regionToKeep } from '../queries/regions.ts';
import { workEntry } from '../queries/works.ts';
import { workIn } from './parts/address.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const of = workIn(new URL(request.url));
  const entry = of && (await workEntry(db, region.id, of));
  if (of && !entry) throw new AppError('notFound', { text: 'Такого описания работы нет.' });
  const { name, sheet } = workSheet(of && entry && { of, content: entry.content });
  return sheetAnswer(sheet, name, params['format']);
}
