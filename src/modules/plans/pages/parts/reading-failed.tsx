/** A document that could not be read: what happened and what to try. */
import { ButtonLink, Notice, Prose } from '#web/ui/index.ts';
import type { ReadingFailure } from '../../domain/draft.ts';

export function ReadingFailed({ failure, fileName }: { failure: ReadingFailure | null; fileName: string }) {
  return (
    <>
      <Notice tone="error" title={`${fileName}: ${failure?.text ?? 'документ не прочитан.'}`}>
        {failure?.advice}
      </Notice>
      <Prose>
        <p>Файл сохранён, но план из него не создан. Можно:</p>
        <ul>
          <li>сохранить документ как DOCX и загрузить снова;</li>
          <li>скопировать таблицу из Word и вставить её на странице загрузки;</li>
          <li>составить план заново, по одному мероприятию.</li>
        </ul>
      </Prose>
      <p>
        <ButtonLink variant="primary" to="/plans/import">
          Загрузить другой файл
        </ButtonLink>{' '}
        <ButtonLink to="/plans/new">Составить план заново</ButtonLink>
      </p>
    </>
  );
}
