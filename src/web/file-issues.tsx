/** What is wrong with an uploaded file, before anything is written: one section for every check of a file. */
import type { Issue } from '#kernel/issue.ts';
import { type Column, Notice, Section, Status, Table, type Tone } from '#web/ui/index.ts';

export const SEVERITIES: Record<Issue['severity'], { label: string; tone: Tone }> = {
  error: { label: 'Ошибка', tone: 'overdue' },
  warning: { label: 'Внимание', tone: 'due' },
  note: { label: 'Заметка', tone: 'neutral' },
};

/** @param whole why a file with errors is not written in part */
export function FileIssues({ issues, whole }: { issues: readonly Issue[]; whole: string }) {
  if (issues.length === 0) return null;
  return (
    <Section title="Замечания" id="issues">
      {issues.some(({ severity }) => severity === 'error') ? (
        <Notice tone="error" title="Файл пока нельзя записать">
          <p>Исправьте ошибки в файле и загрузите его снова: {whole}.</p>
        </Notice>
      ) : null}
      <Table<Issue & { id: number }>
        caption="Замечания к файлу"
        hideCaption
        columns={ISSUE_COLUMNS}
        rows={issues.map((issue, id) => ({ ...issue, id }))}
        rowKey={({ id }) => id}
      />
    </Section>
  );
}

export const ISSUE_COLUMNS: Column<Issue>[] = [
  {
    key: 'severity',
    header: 'Важность',
    cell: ({ severity }) => <Status tone={SEVERITIES[severity].tone}>{SEVERITIES[severity].label}</Status>,
  },
  { key: 'where', header: 'Где', cell: ({ where }) => where },
  { key: 'text', header: 'Что не так', width: 'wide', cell: ({ text }) => text },
  { key: 'advice', header: 'Что сделать', cell: ({ advice }) => advice },
];
