/** Mark scales and descriptions of works: what holds, where it is from, how sure it is. */
import { count } from '#kernel/plural.ts';
import { ASSESSMENT_KINDS, type Scale, SUBJECTS } from '#modules/assessments/index.ts';
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
  Page,
  Select,
  Table,
} from '#web/ui/index.ts';
import { effectiveReferences } from '../queries/references.ts';
import { regionToKeep } from '../queries/regions.ts';
import { certaintyWords, scaleAddress, workAddress } from './parts/scale-words.ts';
import { CRUMBS } from './parts/words.tsx';

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const url = new URL(request.url);
  const { scales, works } = await effectiveReferences(db, region.id);
  const assessment = oneOf(url, 'assessment', ASSESSMENT_KINDS);
  const described = new Set(
    works.map(({ kind, subject, paperGrade, year }) => `${kind} ${subject} ${paperGrade} ${year}`),
  );
  const rows = scales
    .filter(({ scale }) => assessment === undefined || scale.kind === assessment)
    .map(({ version, scale }) => ({
      version,
      described: described.has(`${scale.kind} ${scale.subject} ${scale.paperGrade} ${scale.year}`),
      ...scale,
    }))
    .sort((a, b) => b.year - a.year || order(a).localeCompare(order(b), 'ru'));
  return { rows, assessment, address: url.pathname + url.search };
}

function order({ kind, paperGrade, subject }: Scale): string {
  return `${kind} ${String(paperGrade).padStart(2, '0')} ${subject}`;
}

export const meta = () => [{ title: 'Шкалы и описания работ — Опора' }];
export const handle = { crumbs: () => [CRUMBS] };

type Row = PageProps<typeof loader>['loaderData']['rows'][number];

export default function References({ loaderData: { rows, assessment, address } }: PageProps<typeof loader>) {
  return (
    <Page
      title="Шкалы и описания работ"
      lead={`${count(rows.length, 'шкала', 'шкалы', 'шкал')}. Шкала действует для своего года; если её нет, берётся ближайшая прежняя, и загрузка об этом предупредит.`}
      actions={
        <>
          <ButtonLink to="/results/reference/works">Описания работ</ButtonLink>
          <ButtonLink to="/results/reference/scale">Внести шкалу</ButtonLink>
        </>
      }
    >
      <Filters resetHref="/results/reference">
        <Field label="Вид процедуры" name="assessment">
          <Select
            size="short"
            key={assessment}
            defaultValue={assessment ?? ''}
            options={[{ value: '', label: 'Все' }, ...ASSESSMENT_KINDS.map((value) => ({ value, label: value }))]}
          />
        </Field>
      </Filters>
      <FilterTags
        tags={assessment ? [{ label: assessment, removeHref: withParameters(address, { assessment: null }) }] : []}
      />
      <Table
        caption="Действующие шкалы"
        hideCaption
        columns={COLUMNS}
        rows={rows}
        rowKey={(row) => `${order(row)} ${row.year} ${row.region ?? ''}`}
        empty={<EmptyState title="Таких шкал нет">Внесите шкалу или уберите условие отбора.</EmptyState>}
      />
    </Page>
  );
}

const bound = (value: number | null) => value ?? '—';

const COLUMNS: Column<Row>[] = [
  {
    key: 'procedure',
    header: 'Процедура',
    width: 'wide',
    cell: (row) => (
      <Link to={scaleAddress(row)}>
        {row.kind} {row.paperGrade}, {SUBJECTS[row.subject]}, {row.year}
      </Link>
    ),
  },
  { key: 'three', header: '«3» от', numeric: true, cell: ({ least }) => bound(least.three) },
  { key: 'four', header: '«4» от', numeric: true, cell: ({ least }) => bound(least.four) },
  { key: 'five', header: '«5» от', numeric: true, cell: ({ least }) => bound(least.five) },
  { key: 'maximum', header: 'Наибольший балл', numeric: true, cell: ({ maximum }) => bound(maximum) },
  {
    key: 'conditions',
    header: 'Условия',
    cell: ({ conditions }) =>
      conditions.map(({ name, least }) => <div key={name}>{`${name}: не меньше ${least}`}</div>),
  },
  {
    key: 'source',
    header: 'Источник',
    cell: ({ source, certainty, version, described, ...row }) => (
      <>
        {source}
        <div>{certaintyWords(certainty)}</div>
        {version > 0 ? <div>внесена регионом, редакция {version}</div> : null}
        {described ? (
          <div>
            <Link
              to={workAddress(row)}
              aria-label={`есть описание работы: ${row.kind} ${row.paperGrade}, ${SUBJECTS[row.subject]}, ${row.year}`}
            >
              есть описание работы
            </Link>
          </div>
        ) : null}
      </>
    ),
  },
];
