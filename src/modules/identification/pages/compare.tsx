/** Two runs side by side: who enters, who leaves, and why. */
import { Form } from 'react-router';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  Button,
  type Column,
  EmptyState,
  Field,
  FieldRow,
  Fields,
  Notice,
  Page,
  Section,
  Select,
  Stat,
  Stats,
  Table,
} from '#web/ui/index.ts';
import type { Moved } from '../engine/compare.ts';
import { compareRuns } from '../queries/made-again.ts';
import { runHead, runsOf, withoutSmallNumbers } from '../queries/runs.ts';
import { LISTS_CRUMB, regionOf, RUNS_CRUMB } from './parts/address.ts';
import { PermittedUse, SchoolStatusMark } from './parts/frame.tsx';
import { reasonShort, runTitle } from './parts/words.ts';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const region = await regionOf(ctx);
  const { searchParams } = new URL(request.url);
  const done = (await runsOf(ctx.scope, ctx.db, region.id)).filter(({ state }) => state === 'done');
  const [before, after] = [Number(searchParams.get('before')), Number(searchParams.get('after'))];
  const chosen = before > 0 && after > 0 && before !== after;
  return {
    runs: done.map(({ id, methodology, year }) => ({
      value: String(id),
      label: `№ ${id}. ${runTitle(methodology.title, year)}, версия ${methodology.version}`,
    })),
    before,
    after,
    same: before > 0 && before === after,
    use: chosen ? (await runHead(ctx.scope, ctx.db, after)).permittedUse : '',
    comparison: chosen ? toldOf(await compareRuns(ctx.scope, ctx, before, after)) : null,
  };
}

function toldOf(comparison: Awaited<ReturnType<typeof compareRuns>>) {
  const told = (all: readonly Moved[]) =>
    all.map((one) => ({
      ...one,
      gone: withoutSmallNumbers(one.gone).map(reasonShort),
      came: withoutSmallNumbers(one.came).map(reasonShort),
    }));
  const { entered, left, moved, ...rest } = comparison;
  return { ...rest, entered: told(entered), left: told(left), moved: told(moved) };
}

type Loaded = PageProps<typeof loader>['loaderData'];
type Row = NonNullable<Loaded['comparison']>['entered'][number];

export const meta = () => [{ title: 'Сравнить два расчёта — Опора' }];
export const handle = { crumbs: () => [LISTS_CRUMB, RUNS_CRUMB] };

export default function Compare({
  loaderData: { runs, before, after, same, comparison, use },
}: PageProps<typeof loader>) {
  return (
    <Page title="Сравнить два расчёта" lead="Кто входит, кто выходит и какие значения это решили.">
      {runs.length < 2 ? (
        <EmptyState title="Сравнивать пока нечего">Нужно хотя бы два готовых расчёта.</EmptyState>
      ) : (
        <Form method="get">
          <Fields>
            <FieldRow>
              <Field label="Было" name="before">
                <Select options={runs} defaultValue={String(before || runs[1]?.value)} />
              </Field>
              <Field label="Стало" name="after">
                <Select options={runs} defaultValue={String(after || runs[0]?.value)} />
              </Field>
            </FieldRow>
            <Button>Сравнить</Button>
          </Fields>
        </Form>
      )}
      {same ? <Notice>Выбран один и тот же расчёт. Выберите два разных.</Notice> : null}
      {comparison ? (
        <>
          <Stats>
            <Stat label="Входят" value={comparison.entered.length} />
            <Stat label="Выходят" value={comparison.left.length} />
            <Stat label="Остаются в списке" value={comparison.stayed} />
            <Stat label="Другие изменения" value={comparison.moved.length} />
          </Stats>
          <Notice title="Чем различаются расчёты">
            {differenceText(comparison.sameMethodology, comparison.sameInputs)}
          </Notice>
          <PermittedUse use={use} />
          <Movement title="Входят в список" rows={comparison.entered} />
          <Movement title="Выходят из списка" rows={comparison.left} />
          {comparison.moved.length > 0 ? <Movement title="Другие изменения" rows={comparison.moved} /> : null}
        </>
      ) : null}
    </Page>
  );
}

function differenceText(sameMethodology: boolean, sameInputs: boolean): string {
  if (sameMethodology && sameInputs) return 'Методика и данные одни и те же: различается год или параметры.';
  if (sameMethodology) return 'Методика одна и та же, данные разные.';
  if (sameInputs) return 'Данные одни и те же, методики или их параметры разные.';
  return 'Различаются и методики, и данные.';
}

function Movement({ title, rows }: { title: string; rows: Row[] }) {
  return (
    <Section title={`${title}: ${rows.length}`}>
      <Table caption={title} hideCaption rows={rows} rowKey={({ id }) => id} columns={COLUMNS} empty={<p>Никто.</p>} />
    </Section>
  );
}

const COLUMNS: Column<Row>[] = [
  { key: 'name', header: 'Школа', width: 'wide', cell: ({ name }) => name },
  { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
  { key: 'before', header: 'Было', cell: (row) => <SchoolStatusMark status={row.before} /> },
  { key: 'after', header: 'Стало', cell: (row) => <SchoolStatusMark status={row.after} /> },
  { key: 'came', header: 'Добавилось', width: 'wide', cell: ({ came }) => <Lines lines={came} /> },
  { key: 'gone', header: 'Ушло', width: 'wide', cell: ({ gone, notes }) => <Lines lines={[...gone, ...notes]} /> },
];

function Lines({ lines }: { lines: readonly string[] }) {
  if (lines.length === 0) return <>—</>;
  return (
    <div>
      {lines.map((line, index) => (
        <div key={index}>{line}</div>
      ))}
    </div>
  );
}
