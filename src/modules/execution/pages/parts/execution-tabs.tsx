import { Tabs } from '#web/ui/index.ts';

/** The ways to look at execution across plans. */
export function ExecutionTabs({ reviews }: { reviews: boolean }) {
  return (
    <Tabs
      label="Исполнение"
      items={[
        { label: 'Сводка', to: '/dashboard' },
        { label: 'Просроченные', to: '/overdue' },
        ...(reviews ? [{ label: 'Проверка', to: '/review' }] : []),
        { label: 'Календарь', to: '/calendar' },
      ]}
    />
  );
}
