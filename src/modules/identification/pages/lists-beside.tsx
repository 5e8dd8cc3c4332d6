/** Lists laid side by side: which school stands in which. */
import { Form } from 'react-router';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Button,
  Checkboxes,
  type Column,
  EmptyState,
  Field,
  Fields,
  Link,
  Page,
  Status,
  Table,
} from '#web/ui/index.ts';
import { listsOf, listsSideBySide, type SideBySide } from '../queries/lists.ts';
import { LISTS_CRUMB, regionOf } from './parts/address.ts';
import { ORIGIN_WORDS, schoolsWords } from './parts/words.ts';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const lists = await listsOf(ctx.scope, ctx.db, region.id);
  const asked = new URL(request.url).searchParams.getAll('list').map(Number);
  const chosen = lists.filter(({ id }) => asked.includes(id));
  return {
    lists: lists.map(({ id, title, year, origin, schools }) => ({ id, title, year, origin, schools })),
    chosen: chosen.map(({ id, title }) => ({ id, title })),
    rows:
      chosen.length < 2
        ? []
        : await listsSideBySide(
            ctx.scope,
            ctx.db,
            chosen.map(({ id }) => id),
          ),
  };
}

export const meta = () => [{ title: 'Списки рядом — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB] };

export default function ListsBeside({ loaderData: { lists, chosen, rows } }: PageProps<typeof loader>) {
  const inAll = rows.filter(({ inLists }) => inLists.length === chosen.length).length;
  return (
    <Page title="Списки рядом" lead="Какие школы есть во всех списках, а какие только в одном.">
      {lists.length < 2 ? (
        <EmptyState title="Класть рядом пока нечего">Нужно хотя бы два списка.</EmptyState>
      ) : (
        <Form method="get">
          <Fields>
            <Field label="Какие списки" name="list">
              <Checkboxes
                options={lists.map(({ id, title, year, origin, schools }) => ({
                  value: String(id),
                  label: title,
                  hint: `${ORIGIN_WORDS[origin]}, ${year} год, ${schoolsWords(schools)}`,
                }))}
                defaultValue={chosen.map(({ id }) => String(id))}
              />
            </Field>
            <Button>Положить рядом</Button>
          </Fields>
        </Form>
      )}
      {chosen.length === 1 ? <p>Отметьте ещё хотя бы один список.</p> : null}
      {chosen.length > 1 ? (
        <Table
          caption={`${schoolsWords(rows.length)}, из них во всех списках ${inAll}`}
          rows={rows}
          rowKey={({ organisationId, name }) => organisationId ?? name}
          columns={columnsOf(chosen)}
        />
      ) : null}
    </Page>
  );
}

function columnsOf(chosen: { id: number; title: string }[]): Column<SideBySide>[] {
  return [
    {
      key: 'name',
      header: 'Школа',
      width: 'wide',
      cell: ({ organisationId, name }) =>
        organisationId === null ? (
          `${name} (не узнана)`
        ) : (
          <Link to={`/organisations/${organisationId}/support`}>{name}</Link>
        ),
    },
    { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
    ...chosen.map(({ id, title }) => ({
      key: String(id),
      header: title,
      cell: ({ inLists }: SideBySide) =>
        inLists.includes(id) ? <Status tone="review">есть</Status> : <Status tone="neutral">нет</Status>,
    })),
  ];
}
