/** One school: years side by side, classes, items against the region. */
import { AppError } from '#kernel/errors.ts';
import { organisationById } from '#modules/organisations/index.ts';
import { SMALLEST_SHOWN } from '#modules/results/index.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { recordSeenInside } from '#platform/audit.ts';
import { ctxOf } from '#web/request.ts';
import { EmptyState, Field, Filters, Notice, Page, Select } from '#web/ui/index.ts';
import { schoolPage } from '../queries/school-page.ts';
import { idIn } from './parts/address.ts';
import { ChartSection, PermittedUse } from './parts/chart-section.tsx';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await organisationById(ctx.scope, ctx.db, idIn(params, 'organisationId'));
  if (!school || school.kind !== 'school')
    throw new AppError('notFound', { text: 'Такой школы нет, или она вам не видна.' });
  await recordSeenInside(ctx, school.id);
  const page = await schoolPage(ctx, school, new URL(request.url).searchParams.get('series'));
  return { id: school.id, shortName: school.shortName, above: school.above, ...page };
}

type Loaded = PageProps<typeof loader>['loaderData'];

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Анализ: ${loaderData?.shortName ?? 'школа'} — Опора` },
];
export const handle = {
  crumbs: ({ above }: Loaded) => [
    { label: 'Школы и организации', to: '/organisations' },
    ...above.map(({ id, shortName }) => ({ label: shortName, to: `/organisations/${id}` })),
  ],
};

export default function SchoolAnalysis({ loaderData }: PageProps<typeof loader>) {
  const { id, shortName, own, kinds, options, series, blocks } = loaderData;
  return (
    <Page title={shortName} caption="Анализ результатов">
      <OrganisationTabs id={id} kind="school" />
      <PermittedUse assessments={kinds} />
      {own || blocks.length === 0 ? null : (
        <Notice title="Малые числа скрыты">
          <p>Где учеников меньше {SMALLEST_SHOWN}, числа видит только сама школа: по ним можно узнать ученика.</p>
        </Notice>
      )}
      {series === null ? (
        <EmptyState title="Результатов этой школы пока нет">
          Они появятся, когда аналитик региона загрузит файлы процедур.
        </EmptyState>
      ) : (
        <Filters resetHref={`/organisations/${id}/analysis`}>
          <Field label="Процедура" name="series">
            <Select key={series} defaultValue={series} options={options} />
          </Field>
        </Filters>
      )}
      {blocks.map((block) => (
        <ChartSection
          key={block.id}
          block={block}
          exportHref={(format) => `/organisations/${id}/analysis/export/${block.id}/${format}?series=${series}`}
        />
      ))}
    </Page>
  );
}
