/** The methodologies that may be used: whose they are, how certain, in which version. */
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, Link, Page, Status, Table } from '#web/ui/index.ts';
import { CERTAINTY_NAMES } from '../methodology/describe.ts';
import { mayKeepLists } from '../policy.ts';
import { type MethodologyRow, methodologiesOf } from '../queries/methodologies.ts';
import { LISTS_CRUMB, regionOf } from './parts/address.ts';
import { IdentificationTabs } from './parts/frame.tsx';
import { methodologyAddress } from './parts/methodology-address.ts';
import { METHODOLOGY_STATE_WORDS } from './parts/words.ts';

export async function loader({ context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  return { rows: await methodologiesOf(ctx.scope, ctx.db, region.id), keeps: mayKeepLists(ctx.actor, region) };
}

export const meta = () => [{ title: 'Методики — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB] };

export default function Methodologies({ loaderData: { rows, keeps } }: PageProps<typeof loader>) {
  return (
    <Page
      title="Методики"
      lead={`${count(rows.length, 'методика', 'методики', 'методик')}: по каким правилам школа попадает в список.`}
      actions={
        keeps ? (
          <ButtonLink to="/identification/methodologies/text" variant="primary">
            Добавить методику
          </ButtonLink>
        ) : undefined
      }
    >
      <IdentificationTabs />
      <Table
        caption="Методики"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={({ code, version, state }) => `${code} ${version} ${state}`}
      />
    </Page>
  );
}

const COLUMNS: Column<MethodologyRow>[] = [
  {
    key: 'title',
    header: 'Методика',
    width: 'wide',
    cell: (row) => <Link to={methodologyAddress(row)}>{row.title}</Link>,
  },
  { key: 'version', header: 'Версия', numeric: true, cell: ({ version }) => version },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ state }) => {
      const words = METHODOLOGY_STATE_WORDS[state];
      return words ? <Status tone={words.tone}>{words.text}</Status> : state;
    },
  },
  {
    key: 'certainty',
    header: 'Достоверность',
    cell: ({ certainty }) => CERTAINTY_NAMES[certainty as keyof typeof CERTAINTY_NAMES] ?? '—',
  },
  { key: 'source', header: 'Источник', width: 'wide', cell: ({ source }) => source ?? '—' },
];
