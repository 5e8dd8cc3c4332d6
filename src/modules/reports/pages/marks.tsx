import type { DocumentReference } from '#modules/execution/index.ts';
import { Link, NumberLink, Status } from '#web/ui/index.ts';
import { reportRowsHref, summaryRowsHref } from '../addresses.ts';
import { doneOf, type ExecutionReport, type ReportRow } from '../domain.ts';
import { aheadLine, byReach, documentName, markHead, namedIn } from '../mark-wording.ts';
import { capitalised } from '../wording.ts';
import { CLASS_TONES } from './class-words.ts';

/** What was marked for each due window; each opens its record, those ahead are counted together. */
export function MarkList({ row, report: { planId, asOf } }: { row: ReportRow; report: ExecutionReport }) {
  const { reached, ahead } = byReach(row.marks);
  return (
    <>
      {row.importedMark !== null && row.marks.every(({ text }) => text === null) ? <p>{row.importedMark}</p> : null}
      {reached.map((mark) => (
        <div key={mark.occurrenceId}>
          <Status tone={CLASS_TONES[mark.class]}>
            <Link to={`/occurrences/${mark.occurrenceId}`}>
              {capitalised(`${namedIn(row.marks, mark)}${markHead(mark)}`)}
            </Link>
          </Status>
          {mark.text === null ? null : <div>{mark.text}</div>}
        </div>
      ))}
      {ahead.length > 0 ? (
        <div>
          <Status tone={CLASS_TONES.notDue}>
            <Link to={reportRowsHref(planId, asOf, { measure: row.measureId, class: 'notDue' })}>
              {aheadLine(ahead)}
            </Link>
          </Status>
        </div>
      ) : null}
      {row.below.total > 0 ? (
        <div>
          На уровнях ниже исполнено {doneOf(row.below)} из{' '}
          <NumberLink
            value={row.below.total}
            to={summaryRowsHref({ under: row.measureId, on: asOf })}
            about={`Сроки мероприятия ${row.number ?? ''} на уровнях ниже`}
          />
        </div>
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
