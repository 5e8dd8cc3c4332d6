/** The empty file itself. Items: by the description of the work, else as the loaded results have them, else as shipped. */
import { redirect } from 'react-router';
import { AppError } from '#kernel/errors.ts';
import { type Procedure, shippedItems } from '#modules/assessments/index.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { regionToKeep } from '../queries/regions.ts';
import { itemsInResults, workEntry } from '../queries/works.ts';
import { factsTemplate, isFactsKind, resultsTemplate } from '../reading/templates.ts';
import { workIn } from './parts/address.ts';

export async function loader({ request, params, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const url = new URL(request.url);
  const facts = url.searchParams.get('of');
  if (facts !== null) {
    if (!isFactsKind(facts)) throw new AppError('notFound');
    const sheet = factsTemplate(facts);
    return sheetAnswer(sheet, sheet.name, params['format']);
  }
  const work = workIn(url);
  if (!work) throw redirect('/results/template');
  const paperGrade = work.kind === 'ОГЭ' ? 9 : work.kind === 'ЕГЭ' ? 11 : work.paperGrade;
  const isAutumn = url.searchParams.get('round') === 'autumn' && work.kind !== 'ОГЭ' && work.kind !== 'ЕГЭ';
  const procedure: Procedure = {
    ...work,
    paperGrade,
    round: isAutumn ? 'autumn' : 'spring',
    pupilGrade: isAutumn ? paperGrade + 1 : paperGrade,
  };
  const described = await workEntry(db, region.id, procedure);
  const loaded = described ? [] : await itemsInResults(db, region.id, procedure);
  const items = described?.content.items ?? (loaded.length > 0 ? loaded : (shippedItems(procedure) ?? []));
  const { fileName, sheet } = resultsTemplate(procedure, items);
  return sheetAnswer(sheet, fileName, params['format']);
}
