import { isRouteErrorResponse, useLocation, useRouteLoaderData } from 'react-router';
import type { ReadableError } from '../prepare-build.ts';
import type { loader } from '../root.tsx';
import { useMarksUnsent } from './unsent.tsx';
import { Actions, ButtonLink, Link, Page, Prose } from '../ui/index.ts';

type Words = { title: string; text: string; advice: string };

const TITLES: Record<number, string> = {
  400: 'Запрос не понят',
  403: 'Это действие вам недоступно',
  404: 'Страница не найдена',
  409: 'Состояние изменилось',
  413: 'Файл слишком велик',
  422: 'Данные не приняты',
  429: 'Слишком много запросов',
  503: 'База данных не отвечает',
  507: 'На сервере нет места',
};

const FAULT: Words = {
  title: 'Не получилось показать страницу',
  text: 'На сервере произошла ошибка. Сохранённые данные не пострадали.',
  advice: 'Обновите страницу. Если ошибка повторится, сообщите администратору номер запроса.',
};

/** Answers of the server itself, before any page: a text for scripts. */
const OUTSIDE: Record<number, Omit<Words, 'title'>> = {
  429: {
    text: 'Запросов пришло больше, чем Опора успевает выполнить. Сохранённое не пострадало.',
    advice: 'Подождите немного и обновите страницу.',
  },
  503: {
    text: 'База данных сейчас не отвечает. Сохранённое не пострадало.',
    advice: 'Подождите минуту и обновите страницу. Если не поможет, сообщите администратору.',
  },
};

const OFFLINE: Words = {
  title: 'Нет связи с сервером',
  text: 'Страница не загрузилась: соединение прервалось.',
  advice: 'Проверьте подключение к сети и обновите страницу.',
};

/** What happened, why, and what to do. */
export function ErrorPage({ error }: { error: unknown }) {
  const { pathname } = useLocation();
  useMarksUnsent();
  const requestId = useRouteLoaderData<typeof loader>('root')?.requestId;
  const status = isRouteErrorResponse(error) ? error.status : 500;
  const { title, text, advice } = wordsFor(error, status);
  return (
    <>
      <title>{`${title} — Опора`}</title>
      <Page title={title} caption={`Ошибка ${status}`} width="reading">
        <Prose>
          <p>{text}</p>
          <p>{advice}</p>
          {status >= 500 && requestId ? (
            <p>
              Номер запроса: <code>{requestId}</code>
            </p>
          ) : null}
        </Prose>
        <Actions>
          {status === 404 || status === 403 ? null : <ButtonLink to={pathname}>Обновить страницу</ButtonLink>}
          <ButtonLink to="/">На главную</ButtonLink>
          {status === 404 ? <Link to="/search">Найти школу, план или мероприятие</Link> : null}
        </Actions>
      </Page>
    </>
  );
}

function wordsFor(error: unknown, status: number): Words {
  // The browser reports a fetch that did not reach the server as a TypeError.
  if (error instanceof TypeError && /fetch|network|load/i.test(error.message)) return OFFLINE;
  if (!isRouteErrorResponse(error) || (status >= 500 && !TITLES[status])) return FAULT;
  const outside = OUTSIDE[status];
  if (outside && typeof error.data === 'string') return { ...outside, title: TITLES[status]! };
  const readable = error.data as Partial<ReadableError> | null;
  return {
    title: TITLES[status] ?? 'Действие не выполнено',
    text: readable?.text ?? 'Такой страницы нет: возможно, адрес введён с ошибкой или запись удалена.',
    advice: readable?.advice ?? 'Проверьте адрес или воспользуйтесь поиском.',
  };
}
