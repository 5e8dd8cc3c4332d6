/** What municipalities and schools said about the list, and the answers. */
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, ErrorSummary, Section } from '#web/ui/index.ts';
import { answerFrom, refusedRemark } from './parts/answer.ts';
import { idOf } from './parts/address.ts';
import { listAt, listCrumbs, remarksWritten } from './parts/list-address.ts';
import { ListFrame } from './parts/list-frame.tsx';
import { RemarkList } from './parts/remark-list.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { detail, frame } = await listAt(ctx, params);
  return { frame, remarks: remarksWritten(detail, ctx.config.timeZone) };
}

export async function action({ params, request, context }: ActionArgs) {
  const form = await request.formData();
  const listId = idOf(params, 'listId');
  try {
    await answerFrom(ctxOf(context), listId, form);
  } catch (error) {
    return refused(error, form, 'answer');
  }
  return redirectWith(`/identification/lists/${listId}/remarks`, 'Ответ отправлен.');
}

type Loaded = PageProps<typeof loader>['loaderData'];
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Замечания: ${loaderData?.frame.title ?? 'список'} — Опора` },
];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function ListRemarks({
  loaderData: { frame, remarks },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const open = remarks.filter(({ answer }) => answer === null);
  const closed = remarks.filter(({ answer }) => answer !== null);
  const common = {
    listId: frame.id,
    mayAnswer: frame.abilities.answer,
    errors: actionData?.errors,
    refusedId: refusedRemark(actionData?.values),
    named: true,
  };
  return (
    <ListFrame frame={frame}>
      <ErrorSummary errors={actionData?.errors} />
      {remarks.length === 0 ? (
        <EmptyState title="Замечаний нет">
          {frame.state === 'draft'
            ? 'Муниципалитеты смогут написать их, когда список будет на согласовании.'
            : 'Замечание или возражение пишут на странице школы в этом списке.'}
        </EmptyState>
      ) : null}
      {open.length > 0 ? (
        <Section title={`Ждут ответа: ${open.length}`}>
          <RemarkList remarks={open} {...common} />
        </Section>
      ) : null}
      {closed.length > 0 ? (
        <Section title={`С ответом: ${closed.length}`}>
          <RemarkList remarks={closed} {...common} />
        </Section>
      ) : null}
    </ListFrame>
  );
}
