/** Schools of the files that the register does not know: each is matched once, and its results follow. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { redirectWith } from '#web/flash.ts';
import { refused } from '#web/forms.ts';
import { pageOf, withParameters } from '#web/list-address.ts';
import type { ActionArgs, LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  ErrorSummary,
  Page,
  Pagination,
  PostButton,
  Table,
} from '#web/ui/index.ts';
import { matchSchool } from '../commands/match-school.ts';
import { keyInWords } from '../domain/school-key.ts';
import { regionToKeep } from '../queries/regions.ts';
import { type UnknownSchool, unknownSchools } from '../queries/unknown-schools.ts';
import { CRUMBS } from './parts/words.tsx';

const PAGE_SIZE = 50;

export async function loader({ request, context }: LoaderArgs) {
  const { scope, db, actor } = ctxOf(context);
  const region = await regionToKeep(scope, db, actor);
  const url = new URL(request.url);
  const page = pageOf(url);
  const found = await unknownSchools(scope, db, region, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
  return { ...found, page, address: url.pathname + url.search };
}

/** The button of a proposal. */
export async function action({ request, context }: ActionArgs) {
  const form = await request.formData();
  const key = String(form.get('key') ?? '');
  try {
    const followed = await matchSchool(ctxOf(context), { key, organisationId: Number(form.get('organisationId')) });
    return redirectWith('/results/schools', matchedWords(key, followed));
  } catch (error) {
    return refused(error, form);
  }
}

function matchedWords(key: string, followed: number): string {
  return `Сопоставлено: ${keyInWords(key)}. Результатов перешло к школе: ${followed}`;
}

export const meta = () => [{ title: 'Неопознанные школы — Опора' }];
export const handle = { crumbs: () => [CRUMBS] };

export default function UnknownSchools({ loaderData, actionData }: PageProps<typeof loader, typeof action>) {
  const { rows, total, page, address } = loaderData;
  return (
    <Page
      title="Неопознанные школы"
      lead="Школы из файлов, которых Опора не нашла в справочнике по логину или коду. Их результаты сохранены и перейдут к школе, как только вы её укажете; в следующий раз Опора узнает её сама."
    >
      <ErrorSummary errors={actionData?.errors} />
      <Table
        caption={count(total, 'школа ждёт сопоставления', 'школы ждут сопоставления', 'школ ждут сопоставления')}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ key }) => key}
        empty={<EmptyState title="Все школы опознаны">Сопоставлять нечего.</EmptyState>}
      />
      <Pagination
        page={page}
        pageSize={PAGE_SIZE}
        total={total}
        href={(number) => withParameters(address, { page: number })}
      />
    </Page>
  );
}

const COLUMNS: Column<UnknownSchool>[] = [
  {
    key: 'name',
    header: 'Школа в файлах',
    width: 'wide',
    cell: ({ key, name }) => (
      <>
        {name ?? 'название не указано'}
        <div>{keyInWords(key)}</div>
      </>
    ),
  },
  { key: 'municipality', header: 'Муниципалитет', cell: ({ municipality }) => municipality ?? '—' },
  { key: 'procedures', header: 'Процедур', numeric: true, cell: ({ procedures }) => procedures },
  { key: 'pupils', header: 'Учеников', numeric: true, cell: ({ pupils }) => formatNumber(pupils) },
  {
    key: 'proposals',
    header: 'Похожи в справочнике',
    width: 'wide',
    cell: ({ key, proposals }) => (
      <>
        {proposals.map(({ id, shortName, municipality, confidence }) => (
          <PostButton
            key={id}
            fields={{ key, organisationId: id }}
            aria-label={`Это ${placed(shortName, municipality)} (${formatPercent(confidence)}): ${key}`}
          >
            Это {placed(shortName, municipality)} ({formatPercent(confidence)})
          </PostButton>
        ))}
        <ButtonLink
          to={`/results/schools/match?key=${encodeURIComponent(key)}`}
          aria-label={`Найти другую: ${keyInWords(key)}`}
        >
          Найти другую
        </ButtonLink>
      </>
    ),
  },
];

function placed(school: string, municipality: string | null): string {
  return municipality === null ? school : `${school}, ${municipality}`;
}
