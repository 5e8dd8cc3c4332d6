/** One procedure: points, shares, schools within chance, items and topics. */
import { procedureTitle } from '#modules/assessments/index.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, Field, Filters, Page, Prose, Select } from '#web/ui/index.ts';
import { procedurePage } from '../queries/procedure-page.ts';
import { regionSeen } from '../queries/region.ts';
import { regionIn } from './parts/address.ts';
import { ChartSection, PermittedUse } from './parts/chart-section.tsx';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const region = await regionSeen(ctx.scope, ctx.db, regionIn(url));
  const page = await procedurePage(ctx, region, {
    procedureId: url.searchParams.get('procedure') || (params['procedureId'] ?? ''),
    municipality: url.searchParams.get('municipality'),
  });
  return {
    title: page.title,
    procedureId: page.known.procedureId,
    kind: page.known.procedure.kind,
    options: page.others.map(({ procedureId, procedure }) => ({
      value: procedureId,
      label: procedureTitle(procedure),
    })),
    municipalities: page.municipalities,
    municipality: page.municipality,
    described: page.described,
    blocks: page.blocks,
  };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Анализ: ${loaderData?.title ?? 'процедура'} — Опора` },
];
export const handle = { crumbs: () => [{ label: 'Анализ результатов', to: '/analysis' }] };

export default function ProcedureAnalysis({ loaderData }: PageProps<typeof loader>) {
  const { title, procedureId, kind, options, municipalities, municipality, described, blocks } = loaderData;
  const exportHref = (id: string, format: string) =>
    `/analysis/${procedureId}/export/${id}/${format}${municipality ? `?municipality=${encodeURIComponent(municipality)}` : ''}`;
  return (
    <Page title={title} caption={municipality ?? 'Анализ результатов'}>
      <PermittedUse assessments={[kind]} />
      <Filters resetHref={`/analysis/${procedureId}`}>
        <Field label="Процедура" name="procedure">
          <Select key={procedureId} defaultValue={procedureId} options={options} />
        </Field>
        {municipalities.length > 1 ? (
          <Field label="Муниципалитет" name="municipality">
            <Select
              key={municipality}
              defaultValue={municipality ?? ''}
              options={[{ value: '', label: 'Все' }, ...municipalities.map((name) => ({ value: name, label: name }))]}
            />
          </Field>
        ) : null}
      </Filters>
      {blocks.length === 0 ? (
        <EmptyState title="Показать нечего">
          У школ, которые вам видны, нет результатов этой процедуры, или писали меньше 5 учеников.
        </EmptyState>
      ) : (
        blocks.map((block) => (
          <ChartSection key={block.id} block={block} exportHref={(format) => exportHref(block.id, format)} />
        ))
      )}
      {described ? null : (
        <Prose>
          <p>
            Темы по КЭС и КТ не названы: описание этой работы не загружено. Его загружает аналитик региона вместе со
            шкалами.
          </p>
        </Prose>
      )}
    </Page>
  );
}
