/** One chart of a page: the conclusion, the drawing, the same as a table, how it was computed. */
import { formatNumber } from '#kernel/format.ts';
import type { AssessmentKind } from '#modules/assessments/index.ts';
import { permittedUse } from '#modules/results/index.ts';
import { ButtonLink, type Column, Notice, Section, Table, VisuallyHidden } from '#web/ui/index.ts';
import type { Block, BlockTable } from '../../domain/block.ts';
import styles from './chart-section.module.css';

type Row = BlockTable['rows'][number];

export function ChartSection({ block, exportHref }: { block: Block; exportHref(format: 'xlsx' | 'csv'): string }) {
  const { id, title, conclusion, svg, table, how } = block;
  return (
    <Section
      title={title}
      id={id}
      actions={
        <>
          <ButtonLink to={exportHref('xlsx')} download aria-label={`${title}: скачать XLSX`}>
            XLSX
          </ButtonLink>
          <ButtonLink to={exportHref('csv')} download aria-label={`${title}: скачать CSV`}>
            CSV
          </ButtonLink>
        </>
      }
    >
      <p className={styles.conclusion}>{conclusion}</p>
      {svg === null ? null : (
        <figure className={styles.figure}>
          {/* A drawing made by us from escaped text. */}
          <div
            className={styles.chart}
            tabIndex={0}
            role="region"
            aria-label={`${title}: чертёж`}
            dangerouslySetInnerHTML={{ __html: svg }}
          />
        </figure>
      )}
      <details className={styles.table} open={table.rows.length <= OPEN_ROWS}>
        <summary>
          Те же данные таблицей<VisuallyHidden>: {title}</VisuallyHidden>
        </summary>
        <Table
          caption={table.caption}
          columns={columnsOf(table)}
          rows={table.rows}
          rowKey={(row) => table.rows.indexOf(row)}
        />
      </details>
      <p className={styles.how}>
        <strong>Как посчитано.</strong> {how}
      </p>
    </Section>
  );
}

/** A longer table is folded; a click or Enter opens it, and print shows it all the same. */
const OPEN_ROWS = 12;

function columnsOf({ columns }: BlockTable): Column<Row>[] {
  return columns.map(({ header, numeric }, index) => ({
    key: String(index),
    header,
    ...(numeric ? { numeric } : {}),
    cell: (row) => cellText(row[index] ?? null, header),
  }));
}

function cellText(value: Row[number], header: string): string {
  if (value === null) return '—';
  if (typeof value === 'string') return value;
  return formatNumber(value, { atMost: 1, atLeast: /, (%|п\. п\.)$/.test(header) ? 1 : 0 });
}

/** Stands on every page that shows results of these assessments. */
export function PermittedUse({ assessments }: { assessments: readonly AssessmentKind[] }) {
  const texts = [...new Set(assessments.flatMap((assessment) => permittedUse(assessment) ?? []))];
  if (texts.length === 0) return null;
  return (
    <Notice title="Для чего можно использовать">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}
