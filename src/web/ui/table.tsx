import type { ReactNode } from 'react';
import { Link } from './link.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './table.module.css';

export type Sort = { key: string; direction: 'asc' | 'desc' };

export type Column<Row> = {
  key: string;
  /** Stands over the column and before the fact in a card. */
  header: string;
  cell(row: Row): ReactNode;
  /** Numbers stand right-aligned in tabular figures; the unit belongs in the header. */
  numeric?: boolean;
  /** The column can be sorted by this key. */
  sortKey?: string;
  /** Share of the table's width; the widest text gets 'wide'. */
  width?: 'narrow' | 'medium' | 'wide';
};

type TableProps<Row> = {
  caption: ReactNode;
  columns: Column<Row>[];
  rows: Row[];
  rowKey(row: Row): string | number;
  /** What stands instead of an empty table, usually an EmptyState. */
  empty?: ReactNode;
  sort?: Sort | null;
  /** The address that sorts by the key in the direction. */
  sortHref?(key: string, direction: Sort['direction']): string;
  /** The caption is read aloud but not shown, when a heading says the same. */
  hideCaption?: boolean;
  /** The last row, set apart: totals. */
  footer?: ReactNode;
  /** A table with very many columns scrolls inside its frame instead of turning into cards. */
  scroll?: boolean;
};

/**
 * A table of facts. On a narrow page each row becomes a card with the same order of facts: the
 * roles keep it a table for screen readers, whose notion of a table would be lost with `display`.
 */
export function Table<Row>({
  caption,
  columns,
  rows,
  rowKey,
  empty,
  sort,
  sortHref,
  hideCaption,
  footer,
  scroll,
}: TableProps<Row>) {
  if (rows.length === 0 && empty) return <>{empty}</>;
  const cellClasses = columns.map((column) => (column.numeric ? styles.numeric : undefined));
  const table = (
    <table role="table" className={scroll ? styles.scrolling : styles.table}>
      <caption className={styles.caption}>{hideCaption ? <VisuallyHidden>{caption}</VisuallyHidden> : caption}</caption>
      <thead role="rowgroup" className={styles.head}>
        <tr role="row">
          {columns.map((column) => (
            <HeaderCell key={column.key} column={column} sort={sort} sortHref={sortHref} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        {rows.map((row) => (
          <tr role="row" key={rowKey(row)} className={styles.row}>
            {columns.map((column, index) => (
              <td role="cell" key={column.key} data-label={column.header} className={cellClasses[index]}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {footer ? (
        <tfoot role="rowgroup" className={styles.foot}>
          {footer}
        </tfoot>
      ) : null}
    </table>
  );
  if (!scroll) return table;
  const label = typeof caption === 'string' ? caption : 'Таблица';
  return (
    <div className={styles.frame} tabIndex={0} role="region" aria-label={label}>
      {table}
    </div>
  );
}

type HeaderCellProps<Row> = {
  column: Column<Row>;
  sort: Sort | null | undefined;
  sortHref: TableProps<Row>['sortHref'];
};

function HeaderCell<Row>({ column, sort, sortHref }: HeaderCellProps<Row>) {
  const classes = [styles.header, column.numeric && styles.numeric, column.width && styles[column.width]]
    .filter(Boolean)
    .join(' ');
  if (!column.sortKey || !sortHref)
    return (
      <th role="columnheader" scope="col" className={classes}>
        {column.header}
      </th>
    );
  const current = sort?.key === column.sortKey ? sort.direction : undefined;
  const next = current === 'asc' ? 'desc' : 'asc';
  return (
    <th
      role="columnheader"
      scope="col"
      className={classes}
      aria-sort={current && (current === 'asc' ? 'ascending' : 'descending')}
    >
      <Link to={sortHref(column.sortKey, next)} className={styles.sort} preventScrollReset>
        {column.header}
        <svg className={styles.arrow} viewBox="0 0 8 12" aria-hidden="true">
          {current === 'desc' ? null : <path d="M1 4.5L4 1.5l3 3" />}
          {current === 'asc' ? null : <path d="M1 7.5l3 3 3-3" />}
        </svg>
      </Link>
    </th>
  );
}
