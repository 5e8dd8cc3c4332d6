import { formatDate } from '#kernel/format.ts';
import { SummaryList } from '#web/ui/index.ts';
import type { ExecutionRecord } from '../../queries/occurrence.ts';
import { DocumentList } from './documents.tsx';

export type ShownRecord = Omit<ExecutionRecord, 'submittedBy' | 'reviewedBy'> & {
  submittedBy: string;
  reviewedBy: string | null;
};

/** What was marked, what proves it, what the reviewer said. */
export function RecordSummary({ record, open }: { record: ShownRecord; open: boolean }) {
  return (
    <SummaryList
      rows={[
        { term: 'Что сделано', value: record.markText },
        { term: 'Дата исполнения', value: formatDate(record.doneOn) },
        {
          term: 'Документы',
          value: record.documents.length > 0 ? <DocumentList documents={record.documents} open={open} /> : 'нет',
        },
        { term: 'Почему без документа', value: record.withoutDocumentReason },
        { term: 'Отметил', value: `${record.submittedBy}, ${record.submittedAt}` },
        { term: 'Проверил', value: record.reviewedBy === null ? null : `${record.reviewedBy}, ${record.reviewedAt}` },
        { term: 'Замечание', value: record.reviewComment },
      ]}
    />
  );
}
