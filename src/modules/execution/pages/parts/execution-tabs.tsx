import { Tabs } from '#web/ui/index.ts';

/** The ways to look at execution across plans. */
export function ExecutionTabs() {
  return (
    <Tabs
      label="Исполнение"
      items={[
        { label: 'Сводка', to: '/dashboard' },
        { label: 'Просроченные', to: '/overdue' },
        { label: 'Проверка', to: '/review' },
        { label: 'Календарь', to: '/calendar' },
      ]}
    />
  );
}
