/** The plan as the official table: numbers, sections and columns as in the document. */
import { Fragment, type ReactNode } from 'react';
import { VisuallyHidden } from '#web/ui/index.ts';
import type { ContentMeasure, ContentSection, PlanBody } from '../../domain/content.ts';
import styles from './document-table.module.css';

export type DocumentTableProps = {
  content: Pick<PlanBody, 'sections' | 'measures'>;
  caption: ReactNode;
  /** A column at the end: the state of execution when reading, the buttons when editing. */
  last?: { header: string; cell(measure: ContentMeasure): ReactNode };
  /** What Opora understood of the deadline, shown under it while editing. */
  explanation?(measure: ContentMeasure): string | null;
  /** Stands instead of the row of the measure. */
  instead?(measure: ContentMeasure): ReactNode | null;
  /** Stands after the row of the measure. */
  after?(measure: ContentMeasure): ReactNode | null;
  sectionActions?(section: ContentSection): ReactNode;
  /** Stands at the end of a section (null: of the measures without one). */
  endOfSection?(sectionId: number | null): ReactNode | null;
  rowProps?(measure: ContentMeasure): Record<string, unknown>;
};

type Column = { key: string; header: string; className?: string | undefined; cell(measure: ContentMeasure): ReactNode };

export function DocumentTable(props: DocumentTableProps) {
  const { content, caption } = props;
  const columns = columnsOf(props);
  const groups = [null, ...content.sections].map((section) => ({
    section,
    measures: content.measures.filter((measure) => measure.sectionId === (section?.id ?? null)),
  }));
  return (
    <table role="table" className={styles.table}>
      <caption className={styles.caption}>{caption}</caption>
      <thead role="rowgroup" className={styles.head}>
        <tr role="row">
          {columns.map(({ key, header, className }) => (
            <th role="columnheader" scope="col" key={key} className={className ?? styles.column}>
              {header}
            </th>
          ))}
        </tr>
      </thead>
      {groups.map(({ section, measures }) =>
        section === null && measures.length === 0 && !props.endOfSection?.(null) ? null : (
          <tbody role="rowgroup" key={section?.id ?? 'none'}>
            {section === null ? null : (
              <SectionRow section={section} span={columns.length} actions={props.sectionActions?.(section)} />
            )}
            {measures.map((measure) => (
              <Fragment key={measure.id}>
                {props.instead?.(measure) ?? (
                  <MeasureRow measure={measure} columns={columns} given={props.rowProps?.(measure)} />
                )}
                {props.after?.(measure)}
              </Fragment>
            ))}
            {props.endOfSection?.(section?.id ?? null)}
          </tbody>
        ),
      )}
    </table>
  );
}

/** A row that holds a form, as wide as the table. */
export function FormRow({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <tr role="row" className={styles.form} id={id}>
      <td role="cell" colSpan={20}>
        {children}
      </td>
    </tr>
  );
}

function SectionRow({ section, span, actions }: { section: ContentSection; span: number; actions: ReactNode }) {
  return (
    <tr role="row" className={styles.section} id={`section-${section.id}`}>
      <th role="rowheader" scope="rowgroup" colSpan={span}>
        <span className={styles.sectionHead}>
          <span>{[section.number, section.title].filter(Boolean).join('. ')}</span>
          {actions}
        </span>
      </th>
    </tr>
  );
}

function MeasureRow({
  measure,
  columns,
  given = {},
}: {
  measure: ContentMeasure;
  columns: readonly Column[];
  given?: Record<string, unknown> | undefined;
}) {
  const { className, ...rest } = given as { className?: string };
  return (
    <tr role="row" className={[styles.row, className].filter(Boolean).join(' ')} id={`measure-${measure.id}`} {...rest}>
      {columns.map(({ key, header, cell }) => (
        <td
          role="cell"
          key={key}
          data-label={header}
          className={key === 'number' ? styles.numberCell : key === 'last' ? styles.lastCell : undefined}
        >
          {cell(measure)}
        </td>
      ))}
    </tr>
  );
}

/** Columns that are empty in the whole plan are left out, except those every plan has. */
function columnsOf({ content: { measures }, last, explanation }: DocumentTableProps): Column[] {
  const others = [...new Set(measures.flatMap((measure) => measure.other.map((cell) => cell.header)))];
  const columns: (Column | false)[] = [
    { key: 'number', header: '№', className: styles.number, cell: (measure) => measure.number },
    { key: 'text', header: 'Мероприятие', className: styles.text, cell: (measure) => measure.text },
    {
      key: 'deadline',
      header: 'Срок',
      cell: (measure) => <Deadline text={measure.deadline.text} explanation={explanation?.(measure) ?? null} />,
    },
    {
      key: 'parties',
      header: 'Ответственные',
      cell: (measure) => <Lines texts={measure.parties.map((party) => party.text)} />,
    },
    measures.some((measure) => measure.results.length > 0) && {
      key: 'results',
      header: 'Результат',
      cell: (measure) => <Lines texts={measure.results.map((result) => result.text)} />,
    },
    measures.some((measure) => measure.note) && { key: 'note', header: 'Примечание', cell: (measure) => measure.note },
    measures.some((measure) => measure.execution) && {
      key: 'execution',
      header: 'Отметка в документе',
      cell: (measure) => measure.execution,
    },
    ...others.map(
      (header): Column => ({
        key: `other-${header}`,
        header: header || 'Прочее',
        cell: (measure) =>
          measure.other
            .filter((cell) => cell.header === header)
            .map((cell) => cell.text)
            .join(' '),
      }),
    ),
    last !== undefined && { key: 'last', header: last.header, cell: last.cell },
  ];
  return columns.filter((column) => column !== false);
}

function Deadline({ text, explanation }: { text: string; explanation: string | null }) {
  return (
    <div>
      {text === '' ? <span className={styles.agreement}>не указан</span> : text}
      {explanation === null ? null : (
        <div className={styles.explanation}>
          <VisuallyHidden>Понято так: </VisuallyHidden>
          {explanation}
        </div>
      )}
    </div>
  );
}

function Lines({ texts }: { texts: readonly string[] }) {
  if (texts.length < 2) return <>{texts[0] ?? null}</>;
  return (
    <ul className={styles.lines}>
      {texts.map((text, index) => (
        <li key={index}>{text}</li>
      ))}
    </ul>
  );
}
