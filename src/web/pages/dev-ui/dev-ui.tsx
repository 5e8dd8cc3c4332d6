import { Page, Section, Tabs } from '#web/ui/index.ts';
import { FactExamples } from './fact-examples.tsx';
import { FormExamples } from './form-examples.tsx';
import { MessageExamples } from './message-examples.tsx';
import { TableExamples } from './table-examples.tsx';

export const meta = () => [{ title: 'Набор деталей — Опора' }];

const SECTIONS = [
  { id: 'facts', title: 'Сведения и состояния', Examples: FactExamples },
  { id: 'tables', title: 'Таблицы и списки', Examples: TableExamples },
  { id: 'forms', title: 'Формы', Examples: FormExamples },
  { id: 'messages', title: 'Сообщения и шаги', Examples: MessageExamples },
];

/** Each part of the kit in all its states, to look at in every theme and at every width. */
export default function DevUi() {
  return (
    <Page
      title="Набор деталей"
      caption="Для разработчиков"
      lead="Из этих деталей собраны все страницы. Каждая показана во всех состояниях; проверьте её в каждой цветовой схеме, при тексте 200 % и при ширине 320 px."
    >
      <Tabs label="Детали" items={SECTIONS.map(({ id, title }) => ({ label: title, to: `/dev/ui#${id}` }))} />
      {SECTIONS.map(({ id, title, Examples }) => (
        <Section key={id} id={id} title={title}>
          <Examples />
        </Section>
      ))}
    </Page>
  );
}
