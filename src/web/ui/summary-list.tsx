import type { ReactNode } from 'react';
import styles from './summary-list.module.css';

export type SummaryRow = {
  term: ReactNode;
  value: ReactNode;
  /** A link to the place where this one thing is changed. */
  action?: ReactNode;
};

/** Facts about one object, term by term. Rows without a value are not shown. */
export function SummaryList({ rows }: { rows: SummaryRow[] }) {
  return (
    <dl className={styles.list}>
      {rows.map((row, index) =>
        row.value === null || row.value === undefined || row.value === '' ? null : (
          // The rows of one object are fixed, their order is their identity.
          <div key={index} className={styles.row}>
            <dt className={styles.term}>{row.term}</dt>
            <dd className={styles.value}>{row.value}</dd>
            {row.action ? <dd className={styles.action}>{row.action}</dd> : null}
          </div>
        ),
      )}
    </dl>
  );
}
