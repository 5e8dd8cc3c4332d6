import { formatDate } from '#kernel/format.ts';
import { administeredScope } from '#modules/people/index.ts';
import { momentIn } from '#platform/clock.ts';
import { withParameters } from '#web/list-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  DateInput,
  EmptyState,
  Field,
  Filters,
  FilterTags,
  Link,
  Page,
  Select,
  Table,
  TextInput,
} from '#web/ui/index.ts';
import { type Change, changesOf, organisationsIn } from '../changes.ts';
import { EVENT_KINDS, eventsIn, organisationNames } from '../queries/events.ts';
import { auditFilter } from './audit-filter.ts';
import { actionName, KIND_NAMES, OBJECT_TYPES, objectAddress, objectName } from '../words.ts';

const PAGE_SIZE = 50;

type EventView = {
  id: number;
  at: string;
  actor: string | null;
  what: string;
  to: string | null;
  organisation: string | null;
  source: string | null;
  reason: string | null;
  changes: Change[];
};

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const filter = auditFilter(url);
  const events = await eventsIn(administeredScope(ctx.actor), ctx.db, filter, ctx.config.timeZone, PAGE_SIZE + 1);
  const names = await organisationNames(ctx.db, organisationsIn(events));
  const rows = events.slice(0, PAGE_SIZE).map(
    ({ id, at, actor, action, objectType, objectId, organisation, source, reason, before, after }): EventView => ({
      id,
      at: momentIn(ctx.config.timeZone, at),
      actor,
      what: actionName(action),
      to: objectAddress(objectType, objectId),
      organisation,
      source,
      reason,
      changes: changesOf({ before, after }, names),
    }),
  );
  const olderThan = events.length > PAGE_SIZE ? rows.at(-1)!.id : null;
  return { rows, olderThan, filter, address: url.pathname + url.search };
}

export const meta = () => [{ title: 'Журнал действий — Опора' }];
export const handle = { crumbs: () => [{ label: 'Администрирование', to: '/admin' }] };

const COLUMNS: Column<EventView>[] = [
  { key: 'at', header: 'Когда', cell: (event) => event.at },
  { key: 'actor', header: 'Кто', cell: (event) => event.actor ?? 'Опора, автоматически' },
  {
    key: 'what',
    header: 'Что сделано',
    cell: (event) => (event.to ? <Link to={event.to}>{event.what}</Link> : event.what),
  },
  { key: 'organisation', header: 'Организация', cell: (event) => event.organisation ?? '—' },
  {
    key: 'changes',
    header: 'Подробности',
    width: 'wide',
    cell: (event) => (
      <>
        {event.source ? <div>Откуда: {event.source}</div> : null}
        {event.reason ? <div>Причина: {event.reason}</div> : null}
        {event.changes.map(({ field, before, after }) => (
          <div key={field}>
            {field}: {before === null ? '' : <del>{before}</del>} {after === null ? '' : <ins>{after}</ins>}
          </div>
        ))}
      </>
    ),
  },
];

export default function Audit({ loaderData: { rows, olderThan, filter, address } }: PageProps<typeof loader>) {
  const without = (...names: string[]) =>
    withParameters(address, Object.fromEntries([...names, 'before'].map((name) => [name, null])));
  const exported = (format: string) =>
    withParameters(address.replace('/admin/audit', `/admin/audit/export/${format}`), { before: null });
  const tags = [
    filter.actor && { label: filter.actor, removeHref: without('actor') },
    filter.kind && { label: KIND_NAMES[filter.kind], removeHref: without('kind') },
    filter.objectType && { label: objectName(filter.objectType), removeHref: without('object', 'id') },
    filter.from && { label: `с ${formatDate(filter.from)}`, removeHref: without('from') },
    filter.to && { label: `по ${formatDate(filter.to)}`, removeHref: without('to') },
  ].filter((tag) => typeof tag === 'object');
  return (
    <Page
      title="Журнал действий"
      lead="Кто, что и когда изменил или посмотрел в вашей организации и подведомственных ей. Записи связаны в цепочку: исправить или удалить их незаметно нельзя."
      actions={
        <>
          <ButtonLink to={exported('xlsx')} download>
            Скачать XLSX
          </ButtonLink>
          <ButtonLink to={exported('csv')} download>
            Скачать CSV
          </ButtonLink>
        </>
      }
    >
      <Filters resetHref="/admin/audit">
        <Field label="Кто" name="actor">
          <TextInput type="search" defaultValue={filter.actor} />
        </Field>
        <Field label="Что" name="kind">
          <Select
            defaultValue={filter.kind ?? ''}
            options={[
              { value: '', label: 'Всё' },
              ...EVENT_KINDS.map((kind) => ({ value: kind, label: KIND_NAMES[kind] })),
            ]}
          />
        </Field>
        <Field label="Над чем" name="object">
          <Select
            defaultValue={filter.objectType ?? ''}
            options={[
              { value: '', label: 'Всё' },
              ...OBJECT_TYPES.map((type) => ({ value: type, label: objectName(type) })),
            ]}
          />
        </Field>
        <Field label="С" name="from">
          <DateInput defaultValue={filter.from} />
        </Field>
        <Field label="По" name="to">
          <DateInput defaultValue={filter.to} />
        </Field>
      </Filters>
      <FilterTags tags={tags} />
      <Table
        caption="События"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={(event) => event.id}
        empty={
          <EmptyState title="Событий нет">
            За этот период и с такими условиями ничего не происходило. Снимите условия отбора.
          </EmptyState>
        }
      />
      {olderThan === null ? null : (
        <div>
          <ButtonLink to={withParameters(address, { before: olderThan })}>Показать более ранние</ButtonLink>
        </div>
      )}
    </Page>
  );
}
