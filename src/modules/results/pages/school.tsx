/** The results of one school: what it wrote, against its region, three years side by side. */
import { Link } from 'react-router';
import { hasOpened } from '#kernel/actor.ts';
import { AppError } from '#kernel/errors.ts';
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { SUBJECTS } from '#modules/assessments/index.ts';
import { organisationById } from '#modules/organisations/index.ts';
import { mayOpenInEmergency } from '#modules/people/index.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { recordSeenInside } from '#platform/audit.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, EmptyState, Notice, Page, Section, Table } from '#web/ui/index.ts';
import { hidesCount, isTooSmall, SMALLEST_SHOWN } from '../domain/disclosure.ts';
import { seesSmallNumbers } from '../policy.ts';
import { resultsOfSchool, type SchoolSeries, type SchoolYearCell } from '../queries/school-page.ts';
import { idIn } from './parts/address.ts';
import { PermittedUse } from './parts/words.tsx';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { scope, db, actor } = ctx;
  const school = await organisationById(scope, db, idIn(params, 'organisationId'));
  if (!school || school.kind !== 'school')
    throw new AppError('notFound', { text: 'Такой школы нет, или она вам не видна.' });
  const own = seesSmallNumbers(actor, school);
  await recordSeenInside(ctx, school.id);
  const { years, series, predecessors } = await resultsOfSchool(scope, db, school);
  return {
    id: school.id,
    shortName: school.shortName,
    above: school.above,
    years,
    predecessors,
    own,
    mayOpen: mayOpenInEmergency(actor, school),
    opened: hasOpened(actor, school.id),
    series: own ? series : series.map(withoutSmallNumbers),
  };
}

/** What may not be shown does not leave the server. */
function withoutSmallNumbers(series: SchoolSeries): SchoolSeries {
  const years = Object.entries(series.years).map(([year, cells]) => [year, cells.map(suppressed)]);
  return { ...series, years: Object.fromEntries(years) as SchoolSeries['years'] };
}

function suppressed(cell: SchoolYearCell): SchoolYearCell {
  if (isTooSmall(cell.n)) return { ...cell, n: -1, absent: -1, below: null, marks: null, meanPercent: null };
  return {
    ...cell,
    absent: isTooSmall(cell.absent) ? -1 : cell.absent,
    below: cell.below !== null && hidesCount(cell.below, cell.n) ? -1 : cell.below,
    marks: cell.marks?.some((mark) => isTooSmall(mark)) ? null : cell.marks,
  };
}

type Loaded = PageProps<typeof loader>['loaderData'];

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Результаты: ${loaderData?.shortName ?? 'школа'} — Опора` },
];
export const handle = {
  crumbs: ({ above }: Loaded) => [
    { label: 'Школы и организации', to: '/organisations' },
    ...above.map(({ id, shortName }) => ({ label: shortName, to: `/organisations/${id}` })),
  ],
};

export default function SchoolResultsPage({ loaderData }: PageProps<typeof loader>) {
  const { id, shortName, years, series, predecessors, own, mayOpen, opened } = loaderData;
  return (
    <Page
      title={shortName}
      caption="Результаты оценочных процедур"
      actions={
        series.length > 0 ? (
          <ButtonLink to={`/organisations/${id}/results/export/xlsx`} download>
            Скачать XLSX
          </ButtonLink>
        ) : undefined
      }
    >
      <OrganisationTabs id={id} kind="school" />
      <PermittedUse assessments={series.map(({ assessment }) => assessment)} />
      {own || series.length === 0 ? null : (
        <Notice title="Малые числа скрыты">
          <p>Где учеников меньше {SMALLEST_SHOWN}, числа видит только сама школа: по ним можно узнать ученика.</p>
          {mayOpen ? (
            <p>
              Если они нужны срочно, откройте <Link to={`/emergency-access?school=${id}`}>экстренный доступ</Link>.
            </p>
          ) : null}
        </Notice>
      )}
      {opened ? (
        <Notice title="Экстренный доступ открыт">
          <p>
            Вы видите то, что обычно видит только школа. Просмотр записан в журнал.{' '}
            <Link to="/emergency-access">Завершить</Link>
          </p>
        </Notice>
      ) : null}
      {predecessors > 0 ? (
        <p>
          Учтены результаты{' '}
          {count(predecessors, 'школы, присоединённой', 'школ, присоединённых', 'школ, присоединённых')} к этой.
        </p>
      ) : null}
      <Section title="По процедурам" id="procedures">
        <Table
          caption="Доля ниже порога и средний процент выполнения, рядом — регион"
          columns={columnsFor(years, own ? id : null)}
          rows={series}
          rowKey={({ key }) => key}
          empty={
            <EmptyState title="Результатов этой школы пока нет">
              Они появятся, когда аналитик региона загрузит файлы процедур.
            </EmptyState>
          }
        />
      </Section>
    </Page>
  );
}

/** `ownId`: the school looks at itself, so the rows of its pupils are its own to take. */
function columnsFor(years: readonly number[], ownId: number | null): Column<SchoolSeries>[] {
  return [
    {
      key: 'series',
      header: 'Процедура',
      cell: ({ assessment, subject, paperGrade }) => `${assessment} ${paperGrade}, ${SUBJECTS[subject]}`,
    },
    ...years.map(
      (year): Column<SchoolSeries> => ({
        key: String(year),
        header: String(year),
        cell: (row) =>
          row.years[year]?.map((cell) => (
            <div key={cell.procedureId}>
              <YearCell {...cell} />
              {ownId === null ? null : (
                <Link
                  to={`/organisations/${ownId}/results/pupils/${cell.procedureId}/xlsx`}
                  reloadDocument
                  aria-label={`строки учеников, XLSX: ${row.assessment} ${row.paperGrade}, ${SUBJECTS[row.subject]}, ${year}`}
                >
                  строки учеников, XLSX
                </Link>
              )}
            </div>
          )) ?? '—',
      }),
    ),
  ];
}

const HIDDEN = `меньше ${SMALLEST_SHOWN}`;

function YearCell({ n, absent, below, meanPercent, region, round }: SchoolYearCell) {
  if (n < 0) return <div>писали {HIDDEN}: данных мало</div>;
  const regionBelow =
    region.below === null || region.pupils === 0 ? '—' : formatPercent(region.below / region.pupils, 1);
  return (
    <div>
      <div>
        писали {formatNumber(n)}
        {round === 'autumn' ? ', осень' : ''}
        {absent === 0 ? '' : `, отсутствовали ${absent < 0 ? HIDDEN : formatNumber(absent)}`}
      </div>
      <div>
        ниже порога {below === null ? '—' : below < 0 ? 'скрыто' : `${formatPercent(below / n, 1)} (${below})`} · регион{' '}
        {regionBelow}
      </div>
      <div>
        выполнено {meanPercent === null ? '—' : formatPercent(meanPercent, 1)} · регион{' '}
        {region.meanPercent === null ? '—' : formatPercent(region.meanPercent, 1)}
      </div>
    </div>
  );
}
