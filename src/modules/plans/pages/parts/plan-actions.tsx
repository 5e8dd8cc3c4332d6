/** What can be done with the plan now: the next step as a button, the rest in a menu. */
import { ButtonLink, Menu, MenuLink, PostButton } from '#web/ui/index.ts';
import type { PlanPageData } from './plan-notices.tsx';

export function PlanActions({ content: { plan }, can, editing }: PlanPageData) {
  const at = (path: string) => `/plans/${plan.id}${path}`;
  return (
    <>
      {editing !== null ? (
        <ButtonLink to={plan.amending ? at('/amendment') : at('')} variant="primary">
          Закончить правку
        </ButtonLink>
      ) : null}
      {editing === null && can.edit ? (
        <ButtonLink to={at('?edit=on')} variant={can.submit ? 'secondary' : 'primary'}>
          Править
        </ButtonLink>
      ) : null}
      {can.submit ? (
        <PostButton
          action={at('/submission')}
          fields={{ intent: 'submit' }}
          variant={editing === null ? 'primary' : 'secondary'}
        >
          Отправить на утверждение
        </PostButton>
      ) : null}
      {can.approve ? (
        <ButtonLink to={at('/approval')} variant="primary">
          Утвердить или вернуть
        </ButtonLink>
      ) : null}
      {can.withdraw ? (
        <PostButton action={at('/submission')} fields={{ intent: 'withdraw' }}>
          Отозвать с утверждения
        </PostButton>
      ) : null}
      {plan.state === 'approved' || plan.state === 'closed' ? (
        <ButtonLink to={at('/report')}>Отчёт об исполнении</ButtonLink>
      ) : null}
      <Menu label="Ещё">
        <MenuLink to={at('/export.docx')} download>
          Скачать план в Word
        </MenuLink>
        <MenuLink to={at('/export.pdf')} download>
          Скачать план в PDF
        </MenuLink>
        <MenuLink to={at('/export.xlsx')} download>
          Скачать план в Excel
        </MenuLink>
        {can.startAmendment || can.discardAmendment ? (
          <MenuLink to={at('/amendment')}>Изменить приказом</MenuLink>
        ) : null}
        {can.offer ? <MenuLink to={at('/offer')}>Направить нижестоящим</MenuLink> : null}
        {can.copy ? <MenuLink to={at('/copy')}>Составить по нему план на другой год</MenuLink> : null}
        {can.close || can.reopen ? (
          <MenuLink to={at('/closing')}>{can.close ? 'Закрыть план' : 'Открыть план снова'}</MenuLink>
        ) : null}
        {can.delete ? (
          <PostButton action={at('/deletion')} variant="link">
            Удалить проект
          </PostButton>
        ) : null}
      </Menu>
    </>
  );
}
