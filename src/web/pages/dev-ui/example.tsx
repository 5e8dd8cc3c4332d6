import type { ReactNode } from 'react';
import styles from './example.module.css';

/** One part with its name. */
export function Example({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.example}>
      <h3 className={styles.name}>{name}</h3>
      <div className={styles.body}>{children}</div>
    </div>
  );
}
