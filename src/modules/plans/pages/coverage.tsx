/** Which organisations below took up which measures: the matrix. */
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  EmptyState,
  Field,
  Filters,
  FilterTags,
  Link,
  Pagination,
  Section,
  Select,
  Status,
  Table,
  TextInput,
  VisuallyHidden,
} from '#web/ui/index.ts';
import { DECISIONS } from '../domain/decisions.ts';
import { LEVEL_RECIPIENTS } from '../domain/levels.ts';
import { planAbilities } from '../policy.ts';
import { planHead } from '../queries/content.ts';
import { type Coverage, coverage, coverageLevels, type CoverageMeasure } from '../queries/coverage.ts';
import styles from './coverage.module.css';
import { href, idOf, whole } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';
import { DECISION_WORDS } from './parts/words.ts';

/** As many columns as a sheet of A4 in landscape takes. */
const PAGE_SIZE = 12;

export async function loader({ params, request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const planId = idOf(params, 'planId');
  const asked = new URL(request.url).searchParams;
  const [plan, levels] = await Promise.all([planHead(scope, db, planId), coverageLevels(scope, db, planId)]);
  const level = levels.find((known) => known.level === asked.get('level'))?.level ?? levels[0]?.level ?? null;
  const page = whole(asked.get('page'), 1);
  const text = asked.get('q') ?? '';
  const matrix =
    level === null
      ? null
      : await coverage(scope, db, { planId, level, text }, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  return { plan, levels, level, page, text, matrix, can: planAbilities(actor, plan) };
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Охват: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function CoveragePage({
  loaderData: { plan, levels, level, page, text, matrix, can },
}: PageProps<typeof loader>) {
  const path = `/plans/${plan.id}/coverage`;
  if (matrix === null || level === null) {
    return (
      <PlanFrame plan={plan}>
        <EmptyState
          title="План никому не направлен"
          action={
            can.offer ? (
              <ButtonLink variant="primary" to={`/plans/${plan.id}/offer`}>
                Направить нижестоящим
              </ButtonLink>
            ) : undefined
          }
        >
          Когда план направят нижестоящим организациям, здесь будет видно, кто какое мероприятие принял, изменил или
          отклонил.
        </EmptyState>
      </PlanFrame>
    );
  }
  const unanswered = matrix.measures.reduce((sum, measure) => sum + openOf(measure, matrix.total), 0);
  return (
    <PlanFrame
      plan={plan}
      actions={can.offer ? <ButtonLink to={`/plans/${plan.id}/offer`}>Кому направлен план</ButtonLink> : undefined}
    >
      <Section
        title={
          unanswered === 0
            ? 'Решения приняты по всем мероприятиям'
            : `Нет ответа: ${count(unanswered, 'решение', 'решения', 'решений')}`
        }
      >
        <Filters resetHref={path}>
          <Field label="Уровень" name="level">
            <Select
              defaultValue={level}
              options={levels.map((known) => ({
                value: known.level,
                label: `${LEVEL_RECIPIENTS[known.level]} (${known.organisations})`,
              }))}
            />
          </Field>
          <Field label="Организация" name="q">
            <TextInput type="search" defaultValue={text} />
          </Field>
        </Filters>
        <FilterTags tags={text ? [{ label: `организация: ${text}`, removeHref: href(path, { level }) }] : []} />
        <Summary planId={plan.id} level={level} matrix={matrix} />
      </Section>
      <Section title={`По организациям: ${LEVEL_RECIPIENTS[level]}`}>
        <Matrix matrix={matrix} />
        <p>
          Выгрузить:{' '}
          <Link reloadDocument to={href(`${path}/export/xlsx`, { level, q: text })}>
            XLSX
          </Link>
          ,{' '}
          <Link reloadDocument to={href(`${path}/export/csv`, { level, q: text })}>
            CSV
          </Link>
        </p>
        <Pagination
          page={page}
          pageSize={PAGE_SIZE}
          total={matrix.total}
          href={(number) => href(path, { level, q: text, page: number })}
        />
      </Section>
    </PlanFrame>
  );
}

function openOf(measure: CoverageMeasure, total: number): number {
  return total - measure.adopted - measure.adapted - measure.declined;
}

function Summary({ planId, level, matrix }: { planId: number; level: string; matrix: Coverage }) {
  return (
    <Table
      caption="Решения по мероприятиям"
      rows={matrix.measures}
      rowKey={(row) => row.id}
      columns={[
        { key: 'number', header: '№', width: 'narrow', cell: (row) => row.number },
        {
          key: 'text',
          header: 'Мероприятие',
          width: 'wide',
          cell: (row) => <Link to={`/plans/${planId}/coverage/${row.id}?level=${level}`}>{row.text}</Link>,
        },
        { key: 'adopted', header: 'Приняли', numeric: true, cell: (row) => formatNumber(row.adopted) },
        { key: 'adapted', header: 'Изменили', numeric: true, cell: (row) => formatNumber(row.adapted) },
        { key: 'declined', header: 'Отклонили', numeric: true, cell: (row) => formatNumber(row.declined) },
        {
          key: 'none',
          header: 'Нет ответа',
          numeric: true,
          cell: (row) => {
            const open = openOf(row, matrix.total);
            return open === 0 ? (
              '0'
            ) : (
              <Link to={`/plans/${planId}/coverage/${row.id}?level=${level}&decision=none`}>{formatNumber(open)}</Link>
            );
          },
        },
      ]}
    />
  );
}

function Matrix({ matrix }: { matrix: Coverage }) {
  const cells = new Map(matrix.cells.map((cell) => [`${cell.measureId}/${cell.organisationId}`, cell]));
  return (
    <div className={styles.matrix}>
      <ul className={styles.legend} aria-label="Обозначения">
        {DECISIONS.map((decision) => (
          <li key={decision}>
            <Status tone={DECISION_WORDS[decision].tone}>{DECISION_WORDS[decision].text}</Status>
          </li>
        ))}
      </ul>
      <Table
        caption="Кто какое мероприятие принял"
        scroll
        rows={matrix.organisations}
        rowKey={(row) => row.id}
        empty={<EmptyState title="Таких организаций нет">Измените условия отбора.</EmptyState>}
        columns={[
          {
            key: 'organisation',
            header: 'Организация',
            cell: (row) => (
              <>
                {row.shortName}
                {row.parent === null ? null : <div className={styles.above}>{row.parent}</div>}
              </>
            ),
          },
          {
            key: 'answered',
            header: 'Ответов',
            numeric: true,
            cell: (row) => `${row.answered} из ${matrix.measures.length}`,
          },
          ...matrix.measures.map((measure, index) => ({
            key: String(measure.id),
            header: measure.number ?? String(index + 1),
            cell: (row: Coverage['organisations'][number]) => (
              <Cell
                cell={cells.get(`${measure.id}/${row.id}`)}
                place={`${row.shortName}, мероприятие ${measure.number ?? index + 1}`}
              />
            ),
          })),
        ]}
      />
    </div>
  );
}

function Cell({ cell, place }: { cell: Coverage['cells'][number] | undefined; place: string }) {
  const { tone, text } = DECISION_WORDS[cell?.decision ?? 'none'];
  const words = <VisuallyHidden>{cell?.reason ? `${text}: ${cell.reason}` : text}</VisuallyHidden>;
  const mark = (
    <span title={cell?.reason ?? text}>
      <Status tone={tone}>{words}</Status>
    </span>
  );
  return cell?.childPlanId ? (
    <Link to={`/plans/${cell.childPlanId}#measure-${cell.childMeasureId}`}>
      {mark}
      <VisuallyHidden>, {place}</VisuallyHidden>
    </Link>
  ) : (
    mark
  );
}
