/** Emergency access: open a school for hours with a reason, end it, and see who did so before. */
import { data, Form, Link } from 'react-router';
import { z } from 'zod';
import { AppError } from '#kernel/errors.ts';
import { count } from '#kernel/plural.ts';
import { chosenOrganisation, organisationById, type OrganisationOption } from '#modules/organisations/index.ts';
import { momentIn } from '#platform/clock.ts';
import { redirectWith } from '#web/flash.ts';
import { errorOf, invalid, parseForm, refused, valueOf, valuesOf } from '#web/forms.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import { OrganisationField } from '#web/organisation-field.tsx';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Button,
  type Column,
  EmptyState,
  ErrorSummary,
  Field,
  Fields,
  Page,
  Pagination,
  PostButton,
  Section,
  Select,
  Status,
  Table,
  TextArea,
} from '#web/ui/index.ts';
import { endOpening, openInEmergency } from '../commands/emergency.ts';
import { LONGEST_OPENING_HOURS } from '../domain.ts';
import { mayEndOpening, openingScope, openingsSeenBy } from '../policy.ts';
import { openingsIn } from '../queries/openings.ts';

const PAGE_SIZE = 50;

export async function loader({ request, context }: LoaderArgs) {
  const { actor, db, clock, config } = ctxOf(context);
  const url = new URL(request.url);
  const page = pageOf(url);
  const opens = openingScope(actor);
  const { rows, total } = await openingsIn(openingsSeenBy(actor), db, clock.now(), {
    limit: PAGE_SIZE,
    offset: (page - 1) * PAGE_SIZE,
  });
  const asked = Number(url.searchParams.get('school'));
  const school =
    opens && Number.isSafeInteger(asked) && asked > 0 ? await organisationById(opens, db, asked) : undefined;
  const moment = (at: Date | null) => at && momentIn(config.timeZone, at);
  return {
    rows: rows.map(({ openedAt, endsAt, endedAt, ...row }) => ({
      ...row,
      openedAt: moment(openedAt),
      endsAt: moment(endsAt),
      endedAt: moment(endedAt),
      mayEnd: row.isRunning && mayEndOpening(actor, { openedBy: row.openedBy.id, path: row.organisation.path }),
    })),
    total,
    page,
    address: url.pathname + url.search,
    mayOpen: opens !== null,
    school: school ? { id: school.id, label: school.shortName } : null,
  };
}

const order = z.object({ hours: z.coerce.number().int(), reason: z.string({ error: 'Напишите причину.' }).max(2000) });
const ending = z.object({ opening: z.coerce.number().int() });

export async function action({ request, context }: ActionArgs) {
  const ctx = ctxOf(context);
  const form = await request.formData();
  if (form.get('intent') === 'end') {
    const parsed = parseForm(ending, form);
    if (!parsed.ok) throw new AppError('badRequest');
    await endOpening(ctx, parsed.value.opening);
    return redirectWith('/emergency-access', 'Экстренный доступ завершён');
  }
  const scope = openingScope(ctx.actor);
  if (!scope) throw new AppError('notAllowed');
  const parsed = parseForm(order, form);
  const school = await chosenOrganisation(scope, ctx.db, form, 'school', { kinds: ['school'] });
  if (!parsed.ok || !school.chosen) {
    const errors = [
      ...(school.chosen ? [] : [{ field: school.candidates.length > 0 ? 'schoolId' : 'school', text: school.error }]),
      ...(parsed.errors ?? []),
    ];
    return withCandidates(invalid({ errors, values: valuesOf(form) }), school.chosen ? [] : school.candidates);
  }
  try {
    await openInEmergency(ctx, { organisationId: school.chosen.id, ...parsed.value });
  } catch (error) {
    return withCandidates(refused(error, form), []);
  }
  return redirectWith('/emergency-access', `Доступ открыт: ${school.chosen.label}. Школа и администраторы извещены`);
}

function withCandidates(failure: ReturnType<typeof invalid>, candidates: OrganisationOption[]) {
  return data({ ...failure.data, candidates }, failure.init ?? undefined);
}

export const meta = () => [{ title: 'Экстренный доступ — Опора' }];

type Row = Awaited<ReturnType<typeof loader>>['rows'][number];

const COLUMNS: Column<Row>[] = [
  {
    key: 'school',
    header: 'Школа',
    cell: ({ organisation }) => <Link to={`/organisations/${organisation.id}`}>{organisation.shortName}</Link>,
  },
  { key: 'who', header: 'Кто открыл', cell: ({ openedBy }) => openedBy.name },
  { key: 'why', header: 'Причина', width: 'wide', cell: ({ reason }) => reason },
  { key: 'from', header: 'Открыт', cell: ({ openedAt }) => openedAt },
  {
    key: 'until',
    header: 'Завершён',
    cell: ({ endedAt, endedBy, endsAt, isRunning }) => (
      <div>
        {isRunning ? `до ${endsAt}` : (endedAt ?? endsAt)}
        {endedBy ? <div>{endedBy}</div> : null}
      </div>
    ),
  },
  { key: 'records', header: 'Записей в журнале', numeric: true, cell: ({ records }) => records },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ id, isRunning, mayEnd }) => (
      <div>
        {isRunning ? <Status tone="overdue">Открыт</Status> : <Status tone="neutral">Закрыт</Status>}
        {mayEnd ? (
          <PostButton variant="link" fields={{ intent: 'end', opening: id }}>
            Завершить
          </PostButton>
        ) : null}
      </div>
    ),
  },
];

export default function EmergencyAccess({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { rows, total, page, address, mayOpen, school } = loaderData;
  const { errors, values, candidates } = actionData ?? {};
  return (
    <Page
      title="Экстренный доступ"
      lead={`${count(total, 'открытие', 'открытия', 'открытий')}. Числа по классам меньше 5 учеников и строки учеников обычно видит только сама школа.`}
    >
      <Table
        caption="Открытия экстренного доступа"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        empty={
          <EmptyState title="Экстренный доступ не открывали">Здесь видно каждое открытие и его причину.</EmptyState>
        }
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(address, { page: number })}
      />
      {mayOpen ? (
        <Section title="Открыть доступ" id="open">
          <p>
            Об открытии сразу узнают руководитель школы и все администраторы. Всё, что вы сделаете, пока доступ открыт,
            будет отмечено в журнале.
          </p>
          <ErrorSummary errors={errors} />
          <Form method="post" noValidate>
            <Fields>
              <OrganisationField
                name="school"
                label="Школа"
                query="kind=school"
                error={errorOf(errors, 'school') ?? errorOf(errors, 'schoolId')}
                text={valueOf(values, 'school', school?.label)}
                chosen={school}
                candidates={candidates}
              />
              <Field label="На сколько часов" name="hours" error={errorOf(errors, 'hours')}>
                <Select
                  defaultValue={valueOf(values, 'hours', '1')}
                  options={Array.from({ length: LONGEST_OPENING_HOURS }, (_, k) => ({
                    value: String(k + 1),
                    label: String(k + 1),
                  }))}
                />
              </Field>
              <Field
                label="Причина"
                name="reason"
                hint="Что случилось и зачем нужны данные. Это прочтёт школа"
                error={errorOf(errors, 'reason')}
              >
                <TextArea defaultValue={valueOf(values, 'reason')} />
              </Field>
              <div>
                <Button>Открыть доступ</Button>
              </div>
            </Fields>
          </Form>
        </Section>
      ) : null}
    </Page>
  );
}
