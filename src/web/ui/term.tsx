import { useId } from 'react';
import { GLOSSARY } from '../glossary.ts';
import styles from './term.module.css';

/** An abbreviation with its meaning on hover and on focus; an unknown one is plain text. */
export function Term({ abbreviation }: { abbreviation: string }) {
  const id = useId();
  const meaning = GLOSSARY[abbreviation];
  if (!meaning) return <>{abbreviation}</>;
  return (
    <span className={styles.term}>
      <button type="button" className={styles.word} aria-describedby={id}>
        {abbreviation}
      </button>
      <span role="tooltip" id={id} className={styles.meaning}>
        {abbreviation} — {meaning}
      </span>
    </span>
  );
}
