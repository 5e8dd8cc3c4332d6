import type { ReactNode } from 'react';
import styles from './status.module.css';

export type Tone = 'done' | 'late' | 'overdue' | 'due' | 'planned' | 'review' | 'returned' | 'neutral';

/** A state is a word, a shape and a colour; shapes differ in outline, so they stay apart without colour. */
const SHAPES: Record<Tone, ReactNode> = {
  done: (
    <>
      <circle cx="7" cy="7" r="6" fill="currentColor" />
      <path d="M4 7.2l2.1 2.100L10 5.2" className={styles.cut} />
    </>
  ),
  late: (
    <>
      <circle cx="7" cy="7" r="5.3" className={styles.line} />
      <path d="M4.2 7.200l2 2L9.8 5.3" className={styles.line} />
    </>
  ),
  overdue: (
    <path
      d="M7 .8l6.2 11.700H.8zM6.3 5v3.600h1.400V5zm0 4.600V11h1.400V9.600z"
      fill="currentColor"
      fillRule="evenodd"
    />
  ),
  due: (
    <>
      <circle cx="7" cy="7" r="5.3" className={styles.line} />
      <path d="M7 4v3.300l2.2 1.5" className={styles.line} />
    </>
  ),
  planned: <circle cx="7" cy="7" r="5.3" className={styles.line} />,
  review: (
    <>
      <path d="M1.7 1.7h10.6v10.6H1.7z" className={styles.line} />
      <path d="M4.8 4.8h4.4v4.4H4.8z" fill="currentColor" />
    </>
  ),
  returned: <path d="M5.5 1.800L2 5.200l3.5 3.400M2.3 5.200h5.900a3.5 3.5 0 0 1 0 7H5" className={styles.line} />,
  neutral: <path d="M2 7h10" className={styles.line} />,
};

export function Status({ tone, children }: { tone: Tone; children: ReactNode }) {
  return (
    <span className={styles[tone]}>
      <svg className={styles.shape} viewBox="0 0 14 14" aria-hidden="true">
        {SHAPES[tone]}
      </svg>
      {children}
    </span>
  );
}
