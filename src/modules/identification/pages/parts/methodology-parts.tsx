/** A rule as nested sentences; a text with numbered lines, those with errors marked. */
import type { Line } from '../../methodology/sentences.ts';
import styles from './identification.module.css';

export function RuleText({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className={styles.rule}>
      {lines.map(({ text, depth }, index) => (
        // Sentences may repeat; their place is their identity.
        <li key={index} className={styles.line} data-depth={depth}>
          {text}
        </li>
      ))}
    </ul>
  );
}

export function MethodologyText({ text }: { text: string }) {
  return (
    <pre className={styles.text} tabIndex={0} aria-label="Текст методики">
      <code>{text}</code>
    </pre>
  );
}
