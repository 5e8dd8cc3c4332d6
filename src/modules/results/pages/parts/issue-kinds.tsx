import { type Column, Link, Status, Table } from '#web/ui/index.ts';
import type { IssueKindCount } from '../../queries/imports.ts';
import { SEVERITIES } from '#web/file-issues.tsx';

/** What is wrong, a row a kind: the rows behind a kind are one press away. */
export function IssueKinds({ kinds, importId }: { kinds: IssueKindCount[]; importId: number }) {
  const columns: Column<IssueKindCount>[] = [
    {
      key: 'severity',
      header: 'Важность',
      cell: ({ severity }) => <Status tone={SEVERITIES[severity].tone}>{SEVERITIES[severity].label}</Status>,
    },
    { key: 'text', header: 'Что не так, например', width: 'wide', cell: ({ text }) => text },
    { key: 'files', header: 'Файлов', numeric: true, cell: ({ files }) => files },
    {
      key: 'cases',
      header: 'Случаев',
      numeric: true,
      cell: ({ code, cases, text }) => (
        <Link to={`/results/import/${importId}/issues?code=${code}`} aria-label={`Случаев: ${cases}. ${text}`}>
          {cases}
        </Link>
      ),
    },
  ];
  return (
    <Table
      caption="Замечания по видам"
      hideCaption
      columns={columns}
      rows={kinds}
      rowKey={({ code, severity }) => `${code} ${severity}`}
    />
  );
}
