import type { ReactNode } from 'react';
import { Link } from './link.tsx';
import type { Tone } from './status.tsx';
import styles from './stat.module.css';

type StatProps = {
  label: ReactNode;
  value: ReactNode;
  /** The rows behind the number. */
  to?: string;
  tone?: Tone;
  hint?: ReactNode;
};

/** A number and what it counts. The number opens its rows. */
export function Stat({ label, value, to, tone, hint }: StatProps) {
  const figure = to ? (
    // The label stands apart: the number alone would be one «106» of several.
    <Link
      to={to}
      className={styles.link}
      aria-label={typeof label === 'string' && typeof value !== 'object' ? `${value}: ${label}` : undefined}
    >
      {value}
    </Link>
  ) : (
    value
  );
  return (
    <div className={styles.stat}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value} data-tone={tone}>
        {figure}
      </dd>
      {hint ? <dd className={styles.hint}>{hint}</dd> : null}
    </div>
  );
}

export function Stats({ children }: { children: ReactNode }) {
  return <dl className={styles.stats}>{children}</dl>;
}
