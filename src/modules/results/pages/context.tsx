/** What a school tells of itself beside results: the social passport, the questionnaire, the Olympiad; and its history. */
import { formatNumber } from '#kernel/format.ts';
import { type SubjectCode, SUBJECTS } from '#modules/assessments/index.ts';
import { momentIn } from '#platform/clock.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import {
  ButtonLink,
  type Column,
  EmptyState,
  Notice,
  Page,
  Section,
  Status,
  SummaryList,
  Table,
} from '#web/ui/index.ts';
import { SMALLEST_SHOWN } from '../domain/disclosure.ts';
import { hidesAnswer, shownFew, shownPassport, type ShownCount } from '../domain/shown-context.ts';
import { answerShown, QUESTIONS } from '../domain/questionnaire.ts';
import { PASSPORT_COUNTS, STAGES } from '../domain/told.ts';
import { mayTellOfSchool, seesSmallNumbers } from '../policy.ts';
import { contextsOf, olympiadsOf } from '../queries/told.ts';
import { schoolOf, yearWords } from './parts/school-of.ts';

const YEARS_SHOWN = 3;

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const school = await schoolOf(ctx, params);
  const own = seesSmallNumbers(ctx.actor, school);
  const versions = await contextsOf(ctx.db, school.id);
  const current = versions.filter(({ holds }) => holds).sort((a, b) => b.year - a.year);
  const passports = current.filter(({ source }) => source === 'passport').slice(0, YEARS_SHOWN);
  const questionnaire = current.find(({ source }) => source === 'questionnaire');
  const olympiads = await olympiadsOf(ctx.db, school.id);
  return {
    id: school.id,
    shortName: school.shortName,
    above: school.above,
    own,
    mayTell: mayTellOfSchool(ctx.actor, school),
    years: passports.map(({ year }) => year),
    // What may not be shown does not leave the server.
    rows: PASSPORT_COUNTS.map(({ key, header }) => ({
      key,
      header,
      counts: passports.map(({ facts }) => shownPassport(facts, own)[key] ?? null),
    })),
    questionnaire: questionnaire ? { year: questionnaire.year, rows: answersOf(questionnaire.facts, own) } : null,
    olympiads: olympiads.map((one) => ({
      ...one,
      subject: SUBJECTS[one.subject as SubjectCode] ?? one.subject,
      stage: STAGES.find(({ value }) => value === one.stage)?.label ?? one.stage,
      participants: shownFew(one.participants, own),
      winners: shownFew(one.winners, own),
    })),
    history: versions.map(({ id, year, source, by, file, at, holds }) => ({
      id,
      what: `${source === 'passport' ? 'Социальный паспорт' : 'Контекстные данные'}, ${yearWords(year)}`,
      at: momentIn(ctx.config.timeZone, at),
      by,
      file,
      holds,
    })),
  };
}

function answersOf(facts: Record<string, unknown>, own: boolean): { term: string; value: string | number }[] {
  return QUESTIONS.flatMap((question) => {
    const value = answerShown(question, facts[question.key]);
    if (value === null) return [];
    return [{ term: question.label, value: hidesAnswer(question, value, own) ? 'скрыто' : value }];
  });
}

type Loaded = PageProps<typeof loader>['loaderData'];

export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Условия: ${loaderData?.shortName ?? 'школа'} — Опора` },
];
export const handle = {
  crumbs: ({ above }: Loaded) => [
    { label: 'Школы и организации', to: '/organisations' },
    ...above.map(({ id, shortName }) => ({ label: shortName, to: `/organisations/${id}` })),
  ],
};

export default function SchoolContext({ loaderData }: PageProps<typeof loader>) {
  const { id, shortName, own, mayTell, years, rows, questionnaire, olympiads, history } = loaderData;
  const page = `/organisations/${id}/context`;
  const fill = (to: string, label: string) =>
    mayTell ? <ButtonLink to={`${page}/${to}`}>{label}</ButtonLink> : undefined;
  return (
    <Page
      title={shortName}
      caption="Условия работы школы"
      actions={
        history.length + olympiads.length > 0 ? (
          <ButtonLink to={`${page}/export/xlsx`} download>
            Скачать XLSX
          </ButtonLink>
        ) : undefined
      }
    >
      <OrganisationTabs id={id} kind="school" />
      {own || years.length === 0 ? null : (
        <Notice title="Малые числа скрыты">
          <p>Где учеников меньше {SMALLEST_SHOWN} или все, кроме нескольких, число видит только сама школа.</p>
        </Notice>
      )}
      <Section title="Социальный паспорт" id="passport" actions={fill('passport', 'Заполнить паспорт')}>
        {years.length === 0 ? (
          <EmptyState title="Социального паспорта пока нет">
            {mayTell
              ? 'Заполните его: это только количества, ничего об отдельном ребёнке.'
              : 'Его заполняет школа или загружает аналитик региона вместе с результатами.'}
          </EmptyState>
        ) : (
          <Table
            caption="Количество обучающихся по годам"
            hideCaption
            columns={passportColumns(years)}
            rows={rows}
            rowKey={({ key }) => key}
          />
        )}
      </Section>
      <Section title="Контекстные данные" id="questionnaire" actions={fill('questionnaire', 'Заполнить анкету')}>
        {questionnaire === null || questionnaire.rows.length === 0 ? (
          <EmptyState title="Контекстных данных пока нет">
            {mayTell ? 'Ответьте на вопросы о школе и учителях.' : 'Их заполняет школа или загружает аналитик региона.'}
          </EmptyState>
        ) : (
          <>
            <p>{yearWords(questionnaire.year)}</p>
            <SummaryList rows={questionnaire.rows} />
          </>
        )}
      </Section>
      <Section title="Участие в олимпиаде" id="olympiad" actions={fill('olympiad', 'Внести участие')}>
        <Table
          caption="Участники и победители по годам, этапам и предметам"
          hideCaption
          columns={OLYMPIADS}
          rows={olympiads}
          rowKey={({ year, stage, subject }) => `${year} ${stage} ${subject}`}
          empty={
            <EmptyState title="Сведений об участии пока нет">
              Их вносит школа или загружает аналитик региона.
            </EmptyState>
          }
        />
      </Section>
      {history.length > 0 ? (
        <Section title="История" id="history">
          <Table
            caption="Кто и когда вносил сведения"
            hideCaption
            columns={HISTORY}
            rows={history}
            rowKey={(row) => row.id}
          />
        </Section>
      ) : null}
    </Page>
  );
}

const shown = (count: ShownCount) => (count === 'hidden' ? 'скрыто' : count === null ? '—' : formatNumber(count));

function passportColumns(years: readonly number[]): Column<Loaded['rows'][number]>[] {
  return [
    { key: 'header', header: 'Показатель', width: 'wide', cell: ({ header }) => header },
    ...years.map(
      (year, k): Column<Loaded['rows'][number]> => ({
        key: String(year),
        header: yearWords(year).replace(' учебный год', ''),
        numeric: true,
        cell: ({ counts }) => shown(counts[k] ?? null),
      }),
    ),
  ];
}

const OLYMPIADS: Column<Loaded['olympiads'][number]>[] = [
  { key: 'year', header: 'Учебный год', cell: ({ year }) => yearWords(year).replace(' учебный год', '') },
  { key: 'stage', header: 'Этап', cell: ({ stage }) => stage },
  { key: 'subject', header: 'Предмет', cell: ({ subject }) => subject },
  { key: 'participants', header: 'Участников', numeric: true, cell: ({ participants }) => shown(participants) },
  { key: 'winners', header: 'Победителей и призёров', numeric: true, cell: ({ winners }) => shown(winners) },
];

const HISTORY: Column<Loaded['history'][number]>[] = [
  { key: 'what', header: 'Что', width: 'wide', cell: ({ what }) => what },
  { key: 'at', header: 'Когда', cell: ({ at }) => at },
  { key: 'by', header: 'Кто', cell: ({ by, file }) => (file ? `из файла «${file}»` : (by ?? 'оператор')) },
  {
    key: 'state',
    header: 'Состояние',
    cell: ({ holds }) => (holds ? <Status tone="done">действует</Status> : <Status tone="neutral">заменено</Status>),
  },
];
