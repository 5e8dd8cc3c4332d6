/** Scales of the region at the command line: which hold, and taking one back. */
import { type CliVerb, EXIT, JSON_OPTION } from '#kernel/cli.ts';
import { operator } from '#modules/people/index.ts';
import { withServices } from '#platform/start.ts';
import { undoScale } from './commands/undo-scale.ts';
import { titleOf } from './domain/works.ts';
import { effectiveReferences } from './queries/references.ts';
import { regionToKeep } from './queries/regions.ts';
import { undoVerb } from './undo-verb.ts';

const scaleList: CliVerb = {
  name: 'scale list',
  summary: 'показать шкалы отметок, внесённые регионом, с номерами редакций',
  usage: 'opora scale list [--json]',
  options: { json: JSON_OPTION },
  run: async ({ values }, io) =>
    withServices(async (services) => {
      const { scope, db, actor } = await operator(services);
      const region = await regionToKeep(scope, db, actor);
      const scales = (await effectiveReferences(db, region.id)).scales.filter(({ scale }) => scale.region !== null);
      if (values['json']) io.stdout.write(`${JSON.stringify(scales, null, 1)}\n`);
      else {
        for (const { id, version, scale } of scales) {
          const bounds = [scale.least.three, scale.least.four, scale.least.five]
            .map((value) => value ?? '—')
            .join(' / ');
          io.stdout.write(`${titleOf(scale)}: редакция ${version}, номер ${id}, «3», «4», «5» от ${bounds}\n`);
        }
        if (scales.length === 0) io.stdout.write('Своих шкал у региона нет: действуют те, что есть в Опоре.\n');
      }
      return EXIT.done;
    }),
};

const scaleUndo = undoVerb(
  'scale undo',
  'отменить действующую редакцию шкалы: вернётся прежняя',
  async (ctx, id) =>
    `${titleOf(await undoScale(ctx, id))}: редакция отменена, действует прежняя шкала. Загруженное пересчитает «opora results recount».`,
);

export const verbs: readonly CliVerb[] = [scaleList, scaleUndo];
