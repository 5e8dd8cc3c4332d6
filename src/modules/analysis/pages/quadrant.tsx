/** Result against social index, and schools that hold their own under hard conditions. */
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, Field, Filters, Page, Select } from '#web/ui/index.ts';
import { type QuadrantPage, quadrantPage } from '../queries/quadrant-page.ts';
import { regionSeen } from '../queries/region.ts';
import { regionIn } from './parts/address.ts';
import { ChartSection, PermittedUse } from './parts/chart-section.tsx';

export async function loader({ request, context }: LoaderArgs): Promise<QuadrantPage> {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const region = await regionSeen(ctx.scope, ctx.db, regionIn(url));
  return quadrantPage(ctx, region, Number(url.searchParams.get('year')) || undefined);
}

export const meta = () => [{ title: 'Результат и социальные условия — Опора' }];
export const handle = { crumbs: () => [{ label: 'Анализ результатов', to: '/analysis' }] };

const MISSING = {
  passports:
    'Нет социальных паспортов хотя бы трёх школ. Их заполняют школы на вкладке «Условия» или загружает аналитик региона.',
  results: 'В этом году нет результатов школ, которые сдали социальный паспорт.',
  scope: 'У школ, которые вам видны, нет социального паспорта или результатов этого года.',
};

export default function QuadrantAnalysis({ loaderData }: PageProps<typeof loader>) {
  const { years, year, kinds, block, missing } = loaderData;
  return (
    <Page title="Результат и социальные условия" caption={`Анализ результатов, ${year} год`}>
      <PermittedUse assessments={kinds} />
      <Filters resetHref="/analysis/quadrant">
        <Field label="Год" name="year">
          <Select
            size="short"
            key={year}
            defaultValue={String(year)}
            options={years.map((one) => ({ value: String(one), label: String(one) }))}
          />
        </Field>
      </Filters>
      {block === null ? (
        <EmptyState title="Показать нечего">{missing === null ? null : MISSING[missing]}</EmptyState>
      ) : (
        <ChartSection block={block} exportHref={(format) => `/analysis/quadrant/export/${format}?year=${year}`} />
      )}
    </Page>
  );
}
