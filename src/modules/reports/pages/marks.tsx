import { Link } from 'react-router';
import type { IsoDate } from '#kernel/dates.ts';
import type { DocumentReference } from '#modules/execution/index.ts';
import { Status } from '#web/ui/index.ts';
import { summaryRowsHref } from '../addresses.ts';
import { doneOf, type ReportRow } from '../domain.ts';
import { capitalised } from '../wording.ts';
import { documentName, markText } from '../mark-wording.ts';
import { CLASS_TONES, NumberLink } from './class-number.tsx';

/** What was marked for each due window, in the words of the report; each opens its record. */
export function MarkList({ row, asOf }: { row: ReportRow; asOf: IsoDate }) {
  const several = row.marks.length > 1;
  return (
    <>
      {row.importedMark !== null && row.marks.every(({ text }) => text === null) ? <p>{row.importedMark}</p> : null}
      {row.marks.map((mark) => (
        <div key={mark.occurrenceId}>
          <Status tone={CLASS_TONES[mark.class]}>
            <Link to={`/occurrences/${mark.occurrenceId}`}>
              {capitalised(several ? `${mark.label}: ${markText(mark)}` : markText(mark))}
            </Link>
          </Status>
        </div>
      ))}
      {row.below.total > 0 ? (
        <p>
          На уровнях ниже исполнено {doneOf(row.below)} из{' '}
          <NumberLink
            value={row.below.total}
            to={summaryRowsHref({ under: row.measureId, on: asOf })}
            about={`Сроки мероприятия ${row.number ?? ''} на уровнях ниже`}
          />
        </p>
      ) : null}
    </>
  );
}

export function DocumentList({ documents }: { documents: DocumentReference[] }) {
  return documents.map((document) => (
    <div key={document.id}>
      {document.url === null ? (
        documentName(document)
      ) : (
        <a href={document.url} rel="noreferrer">
          {documentName({ ...document, url: null })}
        </a>
      )}
    </div>
  ));
}
