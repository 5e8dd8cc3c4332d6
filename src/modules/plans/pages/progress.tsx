/** How far the plan has come, by measures, with everything below that carries it out. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { whileUnchanged } from '#platform/unchanged.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { type Column, EmptyState, Progress, Prose, Section, Table } from '#web/ui/index.ts';
import { PROGRESS_IN_WORDS, shareOf } from '../domain/progress.ts';
import { planHead } from '../queries/content.ts';
import { type MeasureStanding, progressOf } from '../queries/progress.ts';
import { idOf } from './parts/address.ts';
import { PlanFrame, planCrumbs } from './parts/plan-frame.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const planId = idOf(params, 'planId');
  const [plan, progress] = await Promise.all([
    planHead(scope, db, planId),
    // The same for everyone who sees the plan; whoever does not is refused by the head.
    whileUnchanged(db, `plan-progress:${planId}`, () => progressOf(scope, db, planId)),
  ]);
  return { plan, progress };
}

export const handle = { crumbs: ({ plan }: { plan: { id: number; title: string } }) => planCrumbs(plan) };
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Ход исполнения: ${loaderData?.plan.title ?? 'план'} — Опора` },
];

export default function PlanProgress({ loaderData: { plan, progress } }: PageProps<typeof loader>) {
  return (
    <PlanFrame plan={plan}>
      <Section title={progress.share === null ? 'Ход исполнения' : `Исполнено ${formatPercent(progress.share)}`}>
        <Prose>
          <p>{PROGRESS_IN_WORDS}</p>
        </Prose>
        <Table
          caption="Ход исполнения по мероприятиям"
          hideCaption
          columns={COLUMNS}
          rows={progress.measures}
          rowKey={(row) => row.measureId}
          empty={
            <EmptyState title="В плане нет мероприятий">Когда они появятся, здесь будет виден ход каждого.</EmptyState>
          }
        />
      </Section>
    </PlanFrame>
  );
}

const COLUMNS: Column<MeasureStanding>[] = [
  { key: 'number', header: '№', width: 'narrow', cell: (row) => row.number },
  { key: 'text', header: 'Мероприятие', width: 'wide', cell: (row) => row.text },
  { key: 'weight', header: 'Вес', numeric: true, cell: (row) => formatNumber(row.weight) },
  {
    key: 'own',
    header: 'Свои сроки: принято из всех',
    numeric: true,
    cell: (row) => (row.ownTotal === 0 ? '—' : `${row.ownAccepted} из ${row.ownTotal}`),
  },
  {
    key: 'below',
    header: 'Исполняют ниже',
    cell: (row) =>
      row.organisations === 0 ? '—' : count(row.organisations, 'организация', 'организации', 'организаций'),
  },
  { key: 'share', header: 'Ход исполнения, %', numeric: true, cell: (row) => <Share {...row} /> },
];

function Share(row: MeasureStanding) {
  const share = shareOf(row);
  if (share === null) return <>нет сроков</>;
  return (
    <>
      {formatNumber(share * 100, { atMost: 0 })}
      <Progress bare value={Math.round(share * 100)} max={100} label={`Мероприятие ${row.number ?? ''}`} />
    </>
  );
}
