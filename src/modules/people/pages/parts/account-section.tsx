import { Actions, Link, PostButton, Section, SummaryList } from '#web/ui/index.ts';
import type { UserRow } from '../../queries/people.ts';

/** The account itself, and what an administrator may do with it. */
export function AccountSection({
  user: { id, name, email, post, disabledAt },
  isSelf,
}: {
  user: UserRow;
  isSelf: boolean;
}) {
  const account = `/admin/users/${id}/account`;
  const edit = <Link to={account}>Изменить</Link>;
  return (
    <Section title="Учётная запись">
      <SummaryList
        rows={[
          { term: 'Имя', value: name, action: edit },
          { term: 'Электронная почта', value: email, action: edit },
          { term: 'Должность', value: post, action: edit },
          {
            term: 'Пароль',
            value: 'Хранится только его отпечаток',
            action: disabledAt ? null : (
              <Actions>
                <PostButton variant="link" action={account} fields={{ intent: 'invite' }}>
                  Отправить ссылку для нового пароля
                </PostButton>
                <Link to={`/admin/users/${id}/password`}>Задать самому</Link>
              </Actions>
            ),
          },
          {
            term: 'Доступ',
            value: disabledAt ? 'Отключён: войти нельзя' : 'Открыт',
            action: isSelf ? null : disabledAt ? (
              <PostButton variant="link" action={account} fields={{ intent: 'enable' }}>
                Включить
              </PostButton>
            ) : (
              <Actions>
                <PostButton variant="link" action={account} fields={{ intent: 'end-sessions' }}>
                  Завершить сеансы
                </PostButton>
                <PostButton variant="link" action={account} fields={{ intent: 'disable' }}>
                  Отключить
                </PostButton>
              </Actions>
            ),
          },
          {
            term: 'Журнал',
            value: <Link to={`/admin/audit?object=user&id=${id}`}>Действия с этой учётной записью</Link>,
          },
        ]}
      />
    </Section>
  );
}
