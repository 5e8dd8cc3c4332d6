/** «Почему школа в списке»: status, reasons, how sure, what would change it – for the school and those above it. */
import type { Scope } from '#kernel/actor.ts';
import { formatDate } from '#kernel/format.ts';
import { AppError } from '#kernel/errors.ts';
import { organisationById } from '#modules/organisations/index.ts';
import { OrganisationTabs } from '#web/organisation-tabs.tsx';
import type { LoaderArgs, MetaArgs, PageProps } from '#web/page-types.ts';
import { recordSeenInside } from '#platform/audit.ts';
import { ctxOf } from '#web/request.ts';
import {
  Actions,
  ButtonLink,
  EmptyState,
  Link,
  Notice,
  Page,
  Prose,
  Section,
  Status,
  SummaryList,
} from '#web/ui/index.ts';
import { mayReadLists } from '../policy.ts';
import { schoolsSupportedOn } from '../queries/lists.ts';
import { schoolInRuns } from '../queries/runs.ts';
import { listsOfSchool } from '../queries/school.ts';
import { idOf } from './parts/address.ts';
import { PermittedUse, SchoolStatusMark } from './parts/frame.tsx';
import { Nearest, Reasons } from './parts/reasons.tsx';
import { SupportedBelow } from './parts/supported-below.tsx';
import { LIST_STATE_WORDS, probabilityWords, runTitle, sensitivityWords } from './parts/words.ts';

export async function loader({ params, context }: LoaderArgs) {
  const ctx = ctxOf(context);
  const found = await organisationById(ctx.scope, ctx.db, idOf(params, 'organisationId'));
  if (!found) throw new AppError('notFound', { text: 'Такой организации нет, или она вам не видна.' });
  const { id, shortName, kind, path } = found;
  const organisation = { id, shortName, kind };
  if (kind !== 'school') {
    const today = ctx.clock.today();
    const below = await schoolsSupportedOn({ subtrees: partsBelow(ctx.scope, path), ancestors: [] }, ctx.db, today);
    return { organisation, today, below, lists: [], runs: [] };
  }
  await recordSeenInside(ctx, id);
  const readsLists = mayReadLists(ctx.actor);
  const [lists, runs] = await Promise.all([
    listsOfSchool(ctx.scope, ctx.db, id, { withDrafts: false }),
    schoolInRuns(ctx.actor, ctx.db, id, { onlyOfLists: !readsLists }),
  ]);
  return {
    organisation,
    today: null,
    below: null,
    lists,
    runs: runs.map(({ run, status, probability, listedShare, reasons, nearest, note }) => ({
      id: run.id,
      title: run.methodology.title,
      year: run.year,
      permittedUse: run.permittedUse,
      to: readsLists ? `/identification/runs/${run.id}` : null,
      status,
      probability,
      listedShare,
      reasons,
      nearest,
      note,
    })),
  };
}

/** Who is seen on the way up to a region sees of its schools their own only. */
function partsBelow({ subtrees }: Scope, path: string): string[] {
  const isWithin = subtrees.some((subtree) => path.startsWith(subtree));
  return isWithin ? [path] : subtrees.filter((subtree) => subtree.startsWith(path));
}

type Loaded = PageProps<typeof loader>['loaderData'];

export const handle = {
  crumbs: ({ organisation }: Loaded) => [
    { label: 'Школы и организации', to: '/organisations' },
    { label: organisation.shortName, to: `/organisations/${organisation.id}` },
  ],
};
export const meta = ({ loaderData }: MetaArgs<typeof loader>) => [
  { title: `Поддержка: ${loaderData?.organisation.shortName ?? ''} — Опора` },
];

export default function SchoolSupport({ loaderData }: PageProps<typeof loader>) {
  const { organisation, below, today, lists, runs } = loaderData;
  if (below !== null)
    return (
      <Page title={organisation.shortName}>
        <OrganisationTabs id={organisation.id} kind={organisation.kind} />
        <SupportedBelow rows={below} on={today} />
      </Page>
    );
  return (
    <Page title={organisation.shortName} lead={leadOf(lists)}>
      <OrganisationTabs id={organisation.id} kind={organisation.kind} />
      {lists.length === 0 && runs.length === 0 ? (
        <EmptyState title="Школа не входит в списки поддержки">
          Здесь появится объяснение, если школа войдёт в список: почему, насколько это точно и что изменило бы ответ.
        </EmptyState>
      ) : (
        <Prose>
          <p>
            Список составляют, чтобы помочь: школе назначают поддержку, а не оценку. Результаты небольшого числа
            учеников зависят и от случая, поэтому рядом с каждым числом стоит, в каких пределах оно могло бы быть.
          </p>
        </Prose>
      )}
      {lists.map((list) => (
        <InList key={list.listSchoolId} {...list} />
      ))}
      {runs.map((run) => (
        <InRun key={run.id} {...run} />
      ))}
    </Page>
  );
}

function leadOf(lists: Loaded['lists']): string {
  const now = lists.filter(({ included, enteredOn, leftOn }) => included && enteredOn !== null && leftOn === null);
  if (now.length > 0) return 'Школа в списке поддержки.';
  if (lists.some(({ state, included }) => state === 'agreeing' && included))
    return 'Школа в проекте списка поддержки; его сейчас согласуют.';
  return 'Сейчас школа не входит в списки поддержки.';
}

function InList(list: Loaded['lists'][number]) {
  const { listId, listSchoolId, title, state, included, enteredOn, leftOn, watchUntil, exitRule, order, task } = list;
  const words = LIST_STATE_WORDS[state as keyof typeof LIST_STATE_WORDS];
  return (
    <Section title={title}>
      <SummaryList
        rows={[
          { term: 'Список', value: <Status tone={words.tone}>{words.text}</Status> },
          { term: 'Положение школы', value: positionOf(list) },
          { term: 'Решение', value: list.decisionReason },
          {
            term: 'Приказ',
            value: order === null || enteredOn === null ? null : `№ ${order.number} от ${formatDate(order.datedOn)}`,
          },
          { term: 'Когда школа выйдет из списка', value: included && leftOn === null ? exitRule?.text : null },
          { term: 'Наблюдение до', value: leftOn === null || watchUntil === null ? null : formatDate(watchUntil) },
          {
            term: 'Первый шаг',
            value:
              task === null ? null : (
                <Link to={`/identification/tasks/${task.id}`}>
                  {task.title}, до {formatDate(task.dueOn)}
                </Link>
              ),
          },
          {
            term: 'План поддержки',
            value: task?.planId ? <Link to={`/plans/${task.planId}`}>Открыть план</Link> : null,
          },
        ]}
      />
      {state === 'agreeing' ? (
        <Actions>
          <ButtonLink to={`/identification/lists/${listId}/schools/${listSchoolId}`}>
            Написать замечание или возражение
          </ButtonLink>
        </Actions>
      ) : null}
    </Section>
  );
}

function positionOf({ included, enteredOn, leftOn, state }: Loaded['lists'][number]): string {
  if (!included) return 'не входит: вычеркнута с указанием причины';
  if (leftOn !== null) return `вышла из списка ${formatDate(leftOn)}`;
  if (enteredOn !== null) return `в списке с ${formatDate(enteredOn)}`;
  return state === 'agreeing' ? 'предложена в список' : 'в проекте';
}

function InRun(run: Loaded['runs'][number]) {
  const { title, year, status, probability, listedShare, reasons, nearest, note, permittedUse, to } = run;
  const listed = status === 'listed';
  return (
    <Section title={runTitle(title, year)} actions={to === null ? undefined : <Link to={to}>Открыть расчёт</Link>}>
      <SummaryList
        rows={[
          { term: 'По методике', value: <SchoolStatusMark status={status} /> },
          {
            term: listed ? 'Насколько точно, что школе место в списке' : 'Насколько вероятно, что школе место в списке',
            value: probability === null ? null : probabilityWords(probability),
          },
          {
            term: 'Насколько зависит от настроек',
            value: listedShare === null ? null : `в списке ${sensitivityWords(listedShare)}`,
          },
          { term: 'Пояснение', value: note },
        ]}
      />
      {reasons.length > 0 ? (
        <>
          <h3>{listed ? 'Почему школа в списке' : 'Какие условия методики выполнены'}</h3>
          <Reasons reasons={reasons} />
        </>
      ) : null}
      {nearest.length > 0 ? (
        <>
          <h3>{listed ? 'Что вывело бы школу из списка' : 'Что привело бы школу в список'}</h3>
          <Nearest nearest={nearest} />
        </>
      ) : null}
      {probability !== null && (listed ? probability < 0.8 : probability > 0.2) ? (
        <Notice title="Ответ зависит от случая">
          При таком числе участников результат мог бы оказаться и по другую сторону порога. Прежде чем решать,
          посмотрите на другие сведения о школе.
        </Notice>
      ) : null}
      <PermittedUse use={permittedUse} />
    </Section>
  );
}
