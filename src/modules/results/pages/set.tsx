/** A data set: what is known of one procedure, from which files, by which scale, and its earlier versions. */
import { AppError } from '#kernel/errors.ts';
import { formatNumber } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { procedureTitle } from '#modules/assessments/index.ts';
import { momentIn } from '#platform/clock.ts';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, type Column, Link, Page, Section, Status, SummaryList, Table, type Tone } from '#web/ui/index.ts';
import { type SetVersion, versionsOf } from '../queries/catalogue.ts';
import { regionAt } from './parts/address.ts';
import { scaleAddress } from './parts/scale-words.ts';
import { CRUMBS, PermittedUse, share } from './parts/words.tsx';

export async function loader({ request, params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const { region } = await regionAt(ctx, new URL(request.url));
  const versions = await versionsOf(ctx.scope, ctx.db, region, params['procedureId'] ?? '');
  const [newest] = versions;
  if (!newest) throw new AppError('notFound', { text: 'Такого набора данных нет.' });
  return {
    title: procedureTitle(newest.procedure),
    procedure: newest.procedure,
    procedureId: newest.procedureId,
    versions: versions.map((version) => ({ ...version, at: momentIn(ctx.config.timeZone, version.createdAt) })),
  };
}

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `${loaderData?.title ?? 'Набор данных'} — Опора` },
];
export const handle = { crumbs: () => [CRUMBS] };

type Shown = SetVersion & { at: string };

export default function ResultSet({ loaderData }: PageProps<typeof loader>) {
  const { title, procedure, procedureId, versions } = loaderData;
  const current = versions.find(({ state }) => state === 'current');
  return (
    <Page
      title={title}
      caption="Набор данных"
      actions={
        current ? (
          <>
            <ButtonLink to={`/results/sets/${procedureId}/export/xlsx`} download>
              Скачать XLSX
            </ButtonLink>
            <ButtonLink to={`/results/sets/${procedureId}/export/csv`} download>
              Скачать CSV
            </ButtonLink>
          </>
        ) : undefined
      }
    >
      <PermittedUse assessments={[procedure.kind]} />
      {current ? <Current {...current} /> : <p>Действующей версии нет: загрузка отменена.</p>}
      <Section title="Версии" id="versions">
        <Table
          caption={count(versions.length, 'версия', 'версии', 'версий')}
          columns={COLUMNS}
          rows={versions}
          rowKey={({ id }) => id}
        />
      </Section>
    </Page>
  );
}

function Current({ schools, pupils, absent, below, files, version, procedure }: Shown) {
  const linkable = files.every((file) => file.linkable);
  return (
    <SummaryList
      rows={[
        { term: 'Действует', value: `версия ${version}` },
        { term: 'Школ', value: formatNumber(schools) },
        { term: 'Учеников с результатом', value: formatNumber(pupils) },
        { term: 'Отсутствовали', value: formatNumber(absent) },
        { term: 'Ниже порога', value: below === null ? 'шкала отметок неизвестна' : share(below, pupils) },
        {
          term: 'Класс учеников',
          value:
            procedure.pupilGrade === procedure.paperGrade
              ? null
              : `${procedure.pupilGrade}, работа за ${procedure.paperGrade} класс`,
        },
        { term: 'Шкала', value: scaleWords(files, procedure) },
        {
          term: 'Связь учеников между годами',
          value: linkable
            ? 'возможна: в файле есть постоянный код ученика, он хранится зашифрованным'
            : 'невозможна: коды в файле даются заново в каждой школе и работе',
        },
        { term: 'Заданий', value: files[0]?.items.length ?? 0 },
      ]}
    />
  );
}

function scaleWords(files: SetVersion['files'], procedure: Shown['procedure']) {
  const [scale] = files.flatMap(({ references }) => references.filter(({ kind }) => kind === 'scale'));
  if (!scale) return 'нет';
  const words = `${scale.year} года${scale.version === 0 ? ', из поставки' : `, редакция ${scale.version}`}`;
  return <Link to={scaleAddress({ ...procedure, year: scale.year })}>{words}</Link>;
}

const STATES: Record<SetVersion['state'], { text: string; tone: Tone }> = {
  current: { text: 'действует', tone: 'done' },
  superseded: { text: 'заменена', tone: 'neutral' },
  undone: { text: 'отменена', tone: 'returned' },
};

const COLUMNS: Column<Shown>[] = [
  { key: 'version', header: 'Версия', numeric: true, width: 'narrow', cell: ({ version }) => version },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ state }) => <Status tone={STATES[state].tone}>{STATES[state].text}</Status>,
  },
  {
    key: 'at',
    header: 'Когда и кем',
    cell: ({ at, by, importId }) => (
      <>
        <Link to={`/results/import/${importId}`}>{at}</Link>
        <div>{by ?? 'оператор'}</div>
      </>
    ),
  },
  { key: 'schools', header: 'Школ', numeric: true, cell: ({ schools }) => formatNumber(schools) },
  { key: 'pupils', header: 'Учеников', numeric: true, cell: ({ pupils }) => formatNumber(pupils) },
  { key: 'below', header: 'Ниже порога', numeric: true, cell: ({ below, pupils }) => share(below, pupils) },
  {
    key: 'files',
    header: 'Файлы',
    width: 'wide',
    cell: ({ files }) =>
      files.map(({ name, sha256 }) => (
        <div key={sha256} title={`SHA-256 ${sha256}`}>
          {name}
        </div>
      )),
  },
];
