import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { ASSESSMENT_KINDS, type AssessmentKind, procedureTitle, SUBJECTS } from '#modules/assessments/index.ts';
import { oneOf, withParameters } from '#web/list-address.ts';
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Field,
  Filters,
  FilterTags,
  Link,
  Menu,
  MenuLink,
  Page,
  Section,
  Select,
  Table,
} from '#web/ui/index.ts';
import { currentSets, type SetRow } from '../queries/catalogue.ts';
import { regionAt } from './parts/address.ts';
import { PermittedUse, share } from './parts/words.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const url = new URL(request.url);
  const { region, keeps } = await regionAt(ctx, url);
  const all = await currentSets(ctx.scope, ctx.db, region);
  const assessment = oneOf(url, 'assessment', ASSESSMENT_KINDS);
  const year = Number(url.searchParams.get('year')) || undefined;
  const sets = all.filter(
    ({ procedure }) =>
      (assessment === undefined || procedure.kind === assessment) && (year === undefined || procedure.year === year),
  );
  const yearsOf = (rows: readonly SetRow[]) =>
    [...new Set(rows.map(({ procedure }) => procedure.year))].sort((a, b) => b - a);
  return {
    keeps,
    rows: matrix(sets),
    years: yearsOf(sets),
    allYears: yearsOf(all),
    assessments: [...new Set(all.map(({ procedure }) => procedure.kind))],
    total: sets.length,
    assessment,
    year,
    address: url.pathname + url.search,
  };
}

type Cell = Pick<SetRow, 'procedureId' | 'version' | 'schools' | 'pupils' | 'absent' | 'below'> & { title: string };
type Series = {
  key: string;
  assessment: AssessmentKind;
  subject: string;
  grade: number;
  cells: Record<string, Cell[]>;
};

/** A row a series, a column a year; an autumn round stands in the cell of its year. */
function matrix(sets: readonly SetRow[]): Series[] {
  const rows = new Map<string, Series>();
  for (const { procedure, procedureId, version, schools, pupils, absent, below } of sets) {
    const { kind: assessment, paperGrade: grade, year } = procedure;
    const key = `${assessment} ${grade} ${procedure.subject}`;
    const row = rows.get(key) ?? { key, assessment, subject: SUBJECTS[procedure.subject], grade, cells: {} };
    rows.set(key, row);
    const cell = { procedureId, version, schools, pupils, absent, below, title: procedureTitle(procedure) };
    row.cells[year] = [...(row.cells[year] ?? []), cell];
  }
  return [...rows.values()];
}

export const meta = () => [{ title: 'Результаты — Опора' }];

type Loaded = PageProps<typeof loader>['loaderData'];

export default function ResultSets({ loaderData }: PageProps<typeof loader>) {
  const { keeps, rows, years, total, assessments } = loaderData;
  const sets = count(total, 'набор данных', 'набора данных', 'наборов данных');
  return (
    <Page
      title="Результаты оценочных процедур"
      lead={total > 0 ? `${sets}: строка — процедура, столбец — год.` : undefined}
      actions={
        <>
          {total > 0 ? <ButtonLink to="/analysis">Анализ</ButtonLink> : null}
          {keeps ? <Deeds /> : null}
        </>
      }
    >
      <PermittedUse assessments={assessments} />
      <Selection {...loaderData} />
      <Section title="Наборы данных" id="sets">
        <Table
          caption="Сколько школ и учеников известно по процедурам и годам"
          hideCaption
          columns={columnsFor(years)}
          rows={rows}
          rowKey={({ key }) => key}
          empty={<Nothing {...loaderData} />}
        />
      </Section>
    </Page>
  );
}

function Deeds() {
  return (
    <>
      <ButtonLink to="/results/import" variant="primary">
        Загрузить результаты
      </ButtonLink>
      <Menu label="Ещё">
        <MenuLink to="/results/schools">Неопознанные школы</MenuLink>
        <MenuLink to="/results/reference">Шкалы и описания работ</MenuLink>
        <MenuLink to="/results/template">Шаблоны файлов</MenuLink>
      </Menu>
    </>
  );
}

function Selection({ assessments, allYears, assessment, year, address }: Loaded) {
  if (assessments.length === 0) return null;
  const tags = [
    ...(assessment ? [{ label: assessment, removeHref: withParameters(address, { assessment: null }) }] : []),
    ...(year ? [{ label: `${year} год`, removeHref: withParameters(address, { year: null }) }] : []),
  ];
  const options = (values: readonly (string | number)[]) => [
    { value: '', label: 'Все' },
    ...values.map((value) => ({ value: String(value), label: String(value) })),
  ];
  return (
    <>
      <Filters resetHref="/results">
        <Field label="Вид процедуры" name="assessment">
          <Select size="short" key={assessment} defaultValue={assessment ?? ''} options={options(assessments)} />
        </Field>
        <Field label="Год" name="year">
          <Select size="short" key={year} defaultValue={year ?? ''} options={options(allYears)} />
        </Field>
      </Filters>
      <FilterTags tags={tags} />
    </>
  );
}

function Nothing({ keeps, assessments }: Loaded) {
  if (assessments.length > 0)
    return <EmptyState title="Таких результатов нет">Уберите одно из условий отбора.</EmptyState>;
  return (
    <EmptyState
      title="Результаты ещё не загружены"
      action={keeps ? <Link to="/results/import">Загрузить файлы</Link> : undefined}
    >
      {keeps
        ? 'Подойдут файлы ФИС ОКО, ОГЭ и ЕГЭ в том виде, в каком они есть у региона.'
        : 'Их загружает аналитик региона; здесь появятся результаты ваших школ.'}
    </EmptyState>
  );
}

function columnsFor(years: readonly number[]): Column<Series>[] {
  return [
    { key: 'assessment', header: 'Вид', width: 'narrow', cell: ({ assessment }) => assessment },
    { key: 'subject', header: 'Предмет', cell: ({ subject }) => subject },
    { key: 'grade', header: 'Класс', numeric: true, width: 'narrow', cell: ({ grade }) => grade },
    ...years.map(
      (year): Column<Series> => ({
        key: String(year),
        header: String(year),
        cell: ({ cells }) => cells[year]?.map((cell) => <Coverage key={cell.procedureId} {...cell} />) ?? '—',
      }),
    ),
  ];
}

function Coverage({ procedureId, title, version, schools, pupils, absent, below }: Cell) {
  return (
    <div>
      <Link to={`/results/sets/${procedureId}`} aria-label={`${title}: ${count(schools, 'школа', 'школы', 'школ')}`}>
        {count(schools, 'школа', 'школы', 'школ')}
      </Link>
      <div>{count(pupils, 'ученик', 'ученика', 'учеников')}</div>
      <div>отсутствовали {formatNumber(absent)}</div>
      <div>ниже порога {share(below, pupils)}</div>
      {version > 1 ? <div>версия {version}</div> : null}
    </div>
  );
}
