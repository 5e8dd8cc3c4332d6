/** «Мои данные»: what Opora keeps about the person, counted, and all of it as a file. 152-ФЗ, ст. 14. */
import type { LoaderArgs, PageProps } from '#web/page-types.ts';
import { ctxOf } from '#web/request.ts';
import { ButtonLink, Section, SummaryList } from '#web/ui/index.ts';
import { type PersonalData, personalDataOf } from '../queries/personal-data.ts';

const PARTS: readonly { key: keyof PersonalData; term: string }[] = [
  { key: 'roles', term: 'Роли' },
  { key: 'formerRoles', term: 'Прежние роли' },
  { key: 'sessions', term: 'Входы' },
  { key: 'apiTokens', term: 'Токены API' },
  { key: 'identities', term: 'Связи с системами входа' },
  { key: 'preferences', term: 'Настройки вида и писем' },
  { key: 'notifications', term: 'Уведомления' },
  { key: 'marks', term: 'Отметки об исполнении' },
  { key: 'journalAbout', term: 'Записи журнала о вас' },
  { key: 'journalBy', term: 'Записи журнала о ваших действиях' },
];

export async function loader({ context }: LoaderArgs) {
  const { db, actor } = ctxOf(context);
  const data = await personalDataOf(db, actor.userId);
  return { parts: PARTS.map(({ key, term }) => ({ term, value: String((data[key] as unknown[]).length) })) };
}

export const meta = () => [{ title: 'Мои данные — Опора' }];

export default function ProfileData({ loaderData: { parts } }: PageProps<typeof loader>) {
  return (
    <>
      <Section title="Что хранится о вас">
        <SummaryList rows={[{ term: 'Имя, почта, должность', value: 'на вкладке «О вас»' }, ...parts]} />
      </Section>
      <Section title="Получить всё">
        <p>
          Файл JSON со всем перечисленным, без паролей и ключей. Получение записывается в журнал. Исправить имя и
          должность можно на вкладке «О вас»; об исправлении другого и об уничтожении данных попросите администратора.
        </p>
        <p>
          <ButtonLink to="/profile/data.json" download>
            Скачать мои данные
          </ButtonLink>
        </p>
      </Section>
    </>
  );
}
