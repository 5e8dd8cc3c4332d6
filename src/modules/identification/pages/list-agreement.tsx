/** A list and the municipalities: asked, waiting, agreed. */
import { Form } from 'react-router';
import { formatDate } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { isValid } from '#kernel/dates.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, refused, valueOf } from '#web/forms.ts';
import type { ActionArgs, LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  Button,
  type Column,
  DateInput,
  Details,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Notice,
  PostButton,
  Section,
  Status,
  Table,
  TextArea,
  TextInput,
} from '#web/ui/index.ts';
import { agree, recallList, sendForAgreement } from '../commands/agreement.ts';
import { closeList, deleteListDraft } from '../commands/lists.ts';
import { idOf, instantWords } from './parts/address.ts';
import { listAt, listCrumbs } from './parts/list-address.ts';
import { ListFrame } from './parts/list-frame.tsx';
import { AGREEMENT_WORDS } from './parts/words.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { detail, frame } = await listAt(ctx, params);
  const today = ctx.clock.today();
  const open = detail.remarks.filter(({ kind, answer }) => kind === 'objection' && answer === null).length;
  return {
    frame,
    open,
    agreements: detail.agreements.map(({ decidedAt, ...one }) => ({
      ...one,
      decided: decidedAt === null ? null : instantWords(decidedAt, ctx.config.timeZone),
      // Whoever keeps the list goes on without an answer once its date has passed.
      late: one.state === 'waiting' && one.dueOn !== null && one.dueOn < today && frame.abilities.answer,
    })),
  };
}

export async function action({ params, request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const listId = idOf(params, 'listId');
  const form = await request.formData();
  const here = `/identification/lists/${listId}/agreement`;
  const reason = String(form.get('reason') ?? '');
  try {
    switch (form.get('intent')) {
      case 'send': {
        const dueOn = String(form.get('dueOn') ?? '');
        const asked = await sendForAgreement(ctx, { listId, dueOn: isValid(dueOn) ? dueOn : null });
        return redirectWith(
          here,
          `Список отправлен: ${count(asked, 'муниципалитет', 'муниципалитета', 'муниципалитетов')}.`,
        );
      }
      case 'agree':
        await agree(ctx, { listId, municipalityId: Number(form.get('municipalityId')), reason });
        return redirectWith(here, 'Согласование записано.');
      case 'recall':
        await recallList(ctx, listId, reason);
        return redirectWith(here, 'Список отозван с согласования и снова проект.');
      case 'close':
        await closeList(ctx, listId, reason);
        return redirectWith(here, 'Список закрыт.');
      default:
        await deleteListDraft(ctx, listId);
        return redirectWith('/identification', 'Проект списка удалён.');
    }
  } catch (error) {
    return refused(error, form, 'reason');
  }
}

type Loaded = PageProps<typeof loader>['loaderData'];
type Row = Loaded['agreements'][number];
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Согласование: ${loaderData?.frame.title ?? 'список'} — Опора` },
];
export const handle = { crumbs: (data: Loaded) => listCrumbs(data) };

export default function ListAgreement({
  loaderData: { frame, agreements, open },
  actionData,
}: PageProps<typeof loader, typeof action>) {
  const { errors, values } = actionData ?? {};
  const { abilities } = frame;
  const reasonError = errorOf(errors, 'reason');
  const intent = valueOf(values, 'intent');
  return (
    <ListFrame frame={frame}>
      <ErrorSummary errors={errors} />
      {abilities.send ? (
        <Section title="Отправить на согласование">
          <Form method="post" noValidate>
            <Fields>
              <Field
                label="Ответить до"
                name="dueOn"
                hint="Муниципалитеты увидят свои школы и причины. После срока можно продолжить без ответа, указав причину."
              >
                <DateInput defaultValue={valueOf(values, 'dueOn')} />
              </Field>
              <Actions>
                <Button name="intent" value="send">
                  Отправить муниципалитетам
                </Button>
              </Actions>
            </Fields>
          </Form>
        </Section>
      ) : null}
      {open > 0 ? (
        <Notice tone="warning" title={`Возражений без ответа: ${open}`}>
          Список нельзя утвердить, пока на каждое нет ответа.
        </Notice>
      ) : null}
      <Table
        caption="Ответы муниципалитетов"
        rows={agreements}
        rowKey={({ municipalityId }) => municipalityId}
        columns={COLUMNS}
        empty={
          <EmptyState title="На согласование ещё не отправлялся">
            Проект видят только те, кто ведёт списки региона.
          </EmptyState>
        }
      />
      {abilities.recall ? (
        <ReasonForm
          summary="Отозвать с согласования"
          intent="recall"
          button="Отозвать список"
          error={intent === 'recall' ? reasonError : undefined}
        />
      ) : null}
      {abilities.close ? (
        <ReasonForm
          summary="Закрыть список"
          intent="close"
          button="Закрыть список"
          error={intent === 'close' ? reasonError : undefined}
        />
      ) : null}
      {frame.state === 'draft' && abilities.edit ? (
        <PostButton fields={{ intent: 'delete' }}>Удалить проект</PostButton>
      ) : null}
    </ListFrame>
  );
}

const COLUMNS: Column<Row>[] = [
  { key: 'municipality', header: 'Муниципалитет', width: 'wide', cell: ({ municipality }) => municipality },
  {
    key: 'state',
    header: 'Ответ',
    cell: ({ state }) => {
      const words = AGREEMENT_WORDS[state];
      return words ? <Status tone={words.tone}>{words.text}</Status> : state;
    },
  },
  { key: 'due', header: 'Срок', cell: ({ dueOn }) => (dueOn === null ? 'не назначен' : formatDate(dueOn)) },
  { key: 'decided', header: 'Когда ответил', cell: ({ decided }) => decided ?? '—' },
  { key: 'deed', header: 'Что сделать', width: 'wide', cell: DeedCell },
];

function DeedCell({ municipalityId, mayAgree, late }: Row) {
  if (mayAgree) return <PostButton fields={{ intent: 'agree', municipalityId }}>Согласовать</PostButton>;
  if (!late) return '—';
  return (
    <Form method="post">
      <input type="hidden" name="municipalityId" value={municipalityId} />
      <Field label="Почему без ответа" name="reason" id={`f-reason-${municipalityId}`}>
        <TextInput required />
      </Field>
      <Button variant="secondary" name="intent" value="agree">
        Продолжить без ответа
      </Button>
    </Form>
  );
}

function ReasonForm({
  summary,
  intent,
  button,
  error,
}: {
  summary: string;
  intent: string;
  button: string;
  error: string | undefined;
}) {
  return (
    <Details summary={summary} open={error !== undefined}>
      <Form method="post" noValidate>
        <Fields>
          <Field label="Почему" name="reason" id={`f-reason-${intent}`} error={error}>
            <TextArea rows={2} />
          </Field>
          <Actions>
            <Button variant="secondary" name="intent" value={intent}>
              {button}
            </Button>
          </Actions>
        </Fields>
      </Form>
    </Details>
  );
}
