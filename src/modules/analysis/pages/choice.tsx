/** Which procedure to look at: a row a series, a column a year. */
import { procedureTitle, SUBJECTS } from '#modules/assessments/index.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, EmptyState, Link, Page, Section, Table } from '#web/ui/index.ts';
import { proceduresKnown, regionSeen } from '../queries/region.ts';
import { regionIn } from './parts/address.ts';
import { PermittedUse } from './parts/chart-section.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db } = ctxOf(context);
  const region = await regionSeen(scope, db, regionIn(new URL(request.url)));
  const known = await proceduresKnown(db, region);
  const rows = new Map<string, SeriesRow>();
  for (const { procedureId, procedure } of known) {
    const { kind, paperGrade, subject, year } = procedure;
    const key = `${kind} ${paperGrade} ${subject}`;
    const row = rows.get(key) ?? { key, words: `${kind} ${paperGrade}, ${SUBJECTS[subject]}`, years: {} };
    rows.set(key, row);
    const label = procedure.round === 'autumn' ? 'осень' : 'открыть';
    row.years[year] = [...(row.years[year] ?? []), { procedureId, label, title: procedureTitle(procedure) }];
  }
  return {
    region: region.shortName,
    kinds: [...new Set(known.map(({ procedure }) => procedure.kind))],
    years: [...new Set(known.map(({ procedure }) => procedure.year))].sort((a, b) => b - a),
    rows: [...rows.values()],
  };
}

type SeriesRow = {
  key: string;
  words: string;
  years: Record<number, { procedureId: string; label: string; title: string }[]>;
};

export const meta = () => [{ title: 'Анализ результатов — Опора' }];

export default function AnalysisChoice({ loaderData: { region, kinds, years, rows } }: PageProps<typeof loader>) {
  return (
    <Page
      title="Анализ результатов"
      caption={region}
      lead="Выберите процедуру и год."
      actions={
        rows.length > 0 ? <ButtonLink to="/analysis/quadrant">Результат и социальные условия</ButtonLink> : undefined
      }
    >
      <PermittedUse assessments={kinds} />
      <Section title="По процедурам" id="procedures">
        <Table
          caption="Строка — процедура, столбец — год"
          columns={columnsFor(years)}
          rows={rows}
          rowKey={({ key }) => key}
          empty={
            <EmptyState title="Результаты ещё не загружены">
              Их загружает аналитик региона; здесь появится анализ процедур.
            </EmptyState>
          }
        />
      </Section>
    </Page>
  );
}

function columnsFor(years: readonly number[]): Column<SeriesRow>[] {
  return [
    { key: 'series', header: 'Процедура', width: 'wide', cell: ({ words }) => words },
    ...years.map(
      (year): Column<SeriesRow> => ({
        key: String(year),
        header: String(year),
        cell: (row) =>
          row.years[year]?.map(({ procedureId, label, title }) => (
            <div key={procedureId}>
              <Link to={`/analysis/${procedureId}`} aria-label={`${title}: ${label}`}>
                {label}
              </Link>
            </div>
          )) ?? '—',
      }),
    ),
  ];
}
