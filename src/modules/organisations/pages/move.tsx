import { Form } from 'react-router';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { Actions, Button, ErrorSummary, Fields, Link, Notice, Page } from '#web/ui/index.ts';
import { moveOrganisation } from '../commands/place.ts';
import { fitsUnder, KINDS } from '../domain/tree.ts';
import { type Choice, chosenOrganisation } from '../queries/chosen.ts';
import { footprintOf } from '../queries/footprint.ts';
import { crumbsOf, insist, organisationAt } from './parts/address.ts';

/** First where to (in the address), then what will happen, then the move. */
export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { organisation, can } = await organisationAt(ctx, params);
  insist(can.changeStatus);
  const isBranch = organisation.schoolType === 'филиал';
  const kinds = KINDS.filter((kind) => fitsUnder(organisation.kind, kind) && (kind !== 'school' || isBranch));
  const { searchParams } = new URL(request.url);
  const choice: Choice | null = searchParams.has('to')
    ? await chosenOrganisation(ctx.scope, ctx.db, searchParams, 'to', { kinds })
    : null;
  return { organisation, kinds, choice, footprint: await footprintOf(ctx.db, organisation) };
}

export async function action({ request, params, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const { organisation } = await organisationAt(ctx, params);
  const form = await request.formData();
  try {
    await moveOrganisation(ctx, organisation.id, Number(form.get('parentId')));
  } catch (error) {
    return refused(error, form);
  }
  const page = `/organisations/${organisation.id}`;
  const undo =
    organisation.parentId === null
      ? undefined
      : { action: `${page}/move`, fields: { parentId: organisation.parentId }, label: 'Вернуть на прежнее место' };
  return redirectWith(page, 'Организация переподчинена', { undo });
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Переподчинить: ${loaderData?.organisation.shortName ?? 'организация'} — Опора` },
];
export const handle = {
  crumbs: ({ organisation }: PageProps<typeof loader>['loaderData']) => crumbsOf(organisation, true),
};

export default function MoveOrganisation({
  loaderData: { organisation, kinds, choice, footprint },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const page = `/organisations/${organisation.id}`;
  const chosen = choice?.chosen ?? null;
  const open = choice?.chosen === null ? choice : null;
  return (
    <Page title="Переподчинить организацию" caption={organisation.shortName} width="reading">
      <ErrorSummary
        errors={
          actionData?.errors ??
          (open ? [{ field: open.candidates.length > 0 ? 'toId' : 'to', text: open.error }] : undefined)
        }
      />
      {chosen ? (
        <Form method="post">
          <Fields>
            <Notice tone="warning" title={`${organisation.shortName} перейдёт в подчинение: ${chosen.label}`}>
              <Consequences {...footprint} from={organisation.above.at(-1)?.shortName ?? ''} to={chosen.label} />
            </Notice>
            <input type="hidden" name="parentId" value={chosen.id} />
            <Actions>
              <Button>Переподчинить</Button>
              <Link to={`${page}/move`}>Выбрать другую</Link>
              <Link to={page}>Не переподчинять</Link>
            </Actions>
          </Fields>
        </Form>
      ) : (
        <Form method="get">
          <Fields>
            <OrganisationField
              name="to"
              label="Кому подчинить"
              hint="Начните вводить название"
              error={open?.error}
              {...(open && { text: open.text, candidates: open.candidates })}
              query={kinds.map((kind) => `kind=${kind}`).join('&')}
            />
            <Actions>
              <Button>Показать, что произойдёт</Button>
              <Link to={page}>Не переподчинять</Link>
            </Actions>
          </Fields>
        </Form>
      )}
    </Page>
  );
}

function Consequences({ below, people, from, to }: { below: number; people: number; from: string; to: string }) {
  return (
    <ul>
      <li>
        {below > 0
          ? `Вместе с ней перейдут ${count(below, 'подведомственная организация', 'подведомственные организации', 'подведомственных организаций')}.`
          : 'Подведомственных организаций у неё нет.'}
      </li>
      <li>
        Специалисты организации «{from}» перестанут её видеть, специалисты организации «{to}» увидят.
      </li>
      <li>
        {people > 0
          ? `Роли ${count(people, 'человека', 'человек', 'человек')} в ней сохранятся.`
          : 'Ролей в ней ни у кого нет.'}
      </li>
      <li>Планы, отметки и история останутся у организации. Действие можно отменить.</li>
    </ul>
  );
}
