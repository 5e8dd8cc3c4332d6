/** What one must know before reading: that this is not what is in force, why a draft came back, that a change is prepared. */
import { formatDate } from '#kernel/format.ts';
import { Link, Notice } from '#web/ui/index.ts';
import type { planPage } from './plan-page.ts';

export type PlanPageData = Awaited<ReturnType<typeof planPage>>;

export function PlanNotices({ content, asOf, can, returned, editing }: PlanPageData) {
  const { plan, shown } = content;
  const here = `/plans/${plan.id}`;
  return (
    <>
      {asOf !== null && shown !== null ? (
        <Notice
          title={`План на ${formatDate(asOf)}: редакция ${shown.revision}, действует с ${formatDate(shown.effectiveOn)}`}
        >
          <Link to={here}>Показать действующую редакцию</Link>
        </Notice>
      ) : shown !== null && shown.revision !== plan.revision ? (
        <Notice title={`Редакция ${shown.revision}, действовала с ${formatDate(shown.effectiveOn)}`}>
          <Link to={here}>Показать действующую редакцию</Link>
        </Notice>
      ) : null}
      {plan.amending && shown === null && plan.revision !== null ? (
        <Notice tone="warning" title="Это готовящееся изменение, оно ещё не действует">
          <Link to={`${here}/amendment`}>Что изменится и ввести в действие</Link> ·{' '}
          <Link to={here}>действующая редакция</Link>
        </Notice>
      ) : null}
      {plan.amending && shown !== null && can.edit ? (
        <Notice title="Готовится изменение плана">
          <Link to={`${here}?edit=on`}>Продолжить правку</Link> · <Link to={`${here}/amendment`}>что изменится</Link>
        </Notice>
      ) : null}
      {returned === null || editing !== null ? null : (
        <Notice tone="warning" title={`Возвращён на доработку${returned.by === null ? '' : `: ${returned.by}`}`}>
          {returned.comment}
        </Notice>
      )}
    </>
  );
}
