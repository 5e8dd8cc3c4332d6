import { Tabs } from './ui/index.ts';

/** The addresses of one organisation; their pages belong to several modules. */
export function OrganisationTabs({ id, kind }: { id: number; kind: string }) {
  const page = `/organisations/${id}`;
  return (
    <Tabs
      label="Разделы организации"
      items={[
        { label: 'Сведения', to: page },
        { label: 'Планы', to: `${page}/plans` },
        { label: 'Поддержка', to: `${page}/support` },
        { label: 'Исполнение', to: `${page}/execution` },
        ...(kind === 'school'
          ? [
              { label: 'Результаты', to: `${page}/results` },
              { label: 'Анализ', to: `${page}/analysis` },
              { label: 'Условия', to: `${page}/context` },
            ]
          : []),
        { label: 'История', to: `${page}/history` },
      ]}
    />
  );
}
