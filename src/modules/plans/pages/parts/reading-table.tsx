/** The plan to read and to print, with the state of execution beside each measure in force. */
import { formatDateShort } from '#kernel/format.ts';
import { count } from '#kernel/plural.ts';
import { ButtonLink, EmptyState, Link, Status } from '#web/ui/index.ts';
import { sectionsOfOtherLevels } from '../../domain/levels.ts';
import type { OwnProgress } from '../../queries/progress.ts';
import { DocumentTable } from './document-table.tsx';
import type { PlanPageData } from './plan-notices.tsx';

export function ReadingTable({ content, progress, can }: PlanPageData) {
  if (content.measures.length === 0) {
    return (
      <EmptyState
        title="В плане пока нет мероприятий"
        action={
          can.edit ? (
            <ButtonLink variant="primary" to={`/plans/${content.plan.id}?edit=new#measure-0`}>
              Добавить мероприятие
            </ButtonLink>
          ) : undefined
        }
      >
        {can.edit ? 'Добавьте их по одному или загрузите план из документа.' : 'Они появятся, когда план составят.'}
      </EmptyState>
    );
  }
  const elsewhere = sectionsOfOtherLevels(content.plan.level, content.sections);
  return (
    <DocumentTable
      content={content}
      caption={count(content.measures.length, 'мероприятие', 'мероприятия', 'мероприятий')}
      {...(progress === null
        ? {}
        : {
            last: {
              header: 'Исполнение',
              cell: (measure) => (
                <Standing
                  progress={progress[measure.id]}
                  elsewhere={measure.sectionId !== null && elsewhere.has(measure.sectionId)}
                />
              ),
            },
          })}
    />
  );
}

function Standing({ progress, elsewhere }: { progress: OwnProgress[number] | undefined; elsewhere: boolean }) {
  if (progress === undefined) return <>{elsewhere ? 'на другом уровне' : 'сроков нет'}</>;
  const { total, accepted, overdue, submitted, next } = progress;
  const state =
    overdue > 0 ? (
      <Status tone="overdue">{overdue === 1 ? 'просрочено' : `просрочено: ${overdue}`}</Status>
    ) : accepted === total ? (
      <Status tone="done">исполнено</Status>
    ) : submitted > 0 ? (
      <Status tone="review">на проверке</Status>
    ) : (
      <Status tone="planned">{accepted > 0 ? 'исполняется' : 'запланировано'}</Status>
    );
  return (
    <div>
      {state}
      {total > 1 ? (
        <div>
          {accepted} из {total}
        </div>
      ) : null}
      {next === null ? null : (
        <div>
          <Link to={`/occurrences/${next.id}`}>
            {next.dueOn === null ? 'без даты' : `до ${formatDateShort(next.dueOn)}`}
          </Link>
        </div>
      )}
    </div>
  );
}
