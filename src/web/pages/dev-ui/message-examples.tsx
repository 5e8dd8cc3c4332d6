import { FlashMessage } from '#web/shell/flash-message.tsx';
import { EmptyState, Notice, type NoticeTone, Steps } from '#web/ui/index.ts';
import { Example } from './example.tsx';

const NOTICES: [NoticeTone, string, string][] = [
  ['info', 'Показана редакция от 1 октября 2026 г.', 'С тех пор план менялся дважды.'],
  ['success', 'План утверждён', 'Он виден всем школам района.'],
  ['warning', 'Будут отозваны 14 мероприятий у 6 школ', 'Отметки об исполнении сохранятся.'],
  ['error', 'Файл не прочитан', 'Он защищён паролем. Снимите защиту и загрузите файл снова.'],
];

export function MessageExamples() {
  return (
    <>
      <Example name="Notice">
        {NOTICES.map(([tone, title, text]) => (
          <Notice key={tone} tone={tone} title={title}>
            <p>{text}</p>
          </Notice>
        ))}
      </Example>
      <Example name="Сообщение после действия">
        <FlashMessage
          flash={{
            text: 'Мероприятие 2.3 удалено из плана',
            tone: 'success',
            undo: { action: '/dev/ui', label: 'Вернуть' },
          }}
        />
      </Example>
      <Example name="Steps">
        <Steps steps={[{ label: 'Файл', to: '/dev/ui' }, { label: 'Проверка', to: '/dev/ui' }, 'Запись']} current={1} />
      </Example>
      <Example name="EmptyState">
        <EmptyState title="Уведомлений нет">
          Здесь появятся напоминания о сроках и решения по вашим отметкам.
        </EmptyState>
      </Example>
    </>
  );
}
