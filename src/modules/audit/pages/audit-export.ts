/** The journal as a file, with the filters of the page; that it was taken is itself written down. */
import type { Sheet } from '#documents/write/sheet.ts';
import { administeredScope } from '#modules/people/index.ts';
import { recordReading } from '#platform/audit.ts';
import { momentIn } from '#platform/clock.ts';
import type { LoaderArgs } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { sheetAnswer } from '#web/sheet-answer.ts';
import { type Change, changesOf, organisationsIn } from '../changes.ts';
import { type EventRow, eventsIn, organisationNames } from '../queries/events.ts';
import { actionName } from '../words.ts';
import { auditFilter } from './audit-filter.ts';

/** More is taken by `opora audit export`, which streams. */
const ROWS_AT_MOST = 20_000;

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { timeZone } = ctx.config;
  const filter = auditFilter(new URL(request.url));
  const events = await eventsIn(administeredScope(ctx.actor), ctx.db, filter, timeZone, ROWS_AT_MOST);
  const names = await organisationNames(ctx.db, organisationsIn(events));
  await recordReading(ctx, {
    action: 'journal.exported',
    objectType: 'journal',
    objectId: 0,
    after: { ...filter, rows: events.length },
  });
  return sheetAnswer(sheetOf(events, names, timeZone), `Журнал действий, ${ctx.clock.today()}`, params.format);
}

function sheetOf(events: readonly EventRow[], names: Map<number, string>, timeZone: string): Sheet {
  return {
    name: 'Журнал действий',
    columns: [
      { header: '№', kind: 'number' },
      { header: 'Когда' },
      { header: 'Кто' },
      { header: 'Что сделано' },
      { header: 'Организация' },
      { header: 'Откуда' },
      { header: 'Причина' },
      { header: 'Подробности', width: 80 },
    ],
    rows: events.map((event) => [
      event.id,
      momentIn(timeZone, event.at),
      event.actor ?? 'Опора, автоматически',
      actionName(event.action),
      event.organisation,
      event.source,
      event.reason,
      changesOf({ before: event.before, after: event.after }, names).map(inWords).join('; '),
    ]),
  };
}

function inWords({ field, before, after }: Change): string {
  if (before === null) return `${field}: ${after ?? ''}`;
  return after === null ? `${field}: было ${before}` : `${field}: было ${before}, стало ${after}`;
}
