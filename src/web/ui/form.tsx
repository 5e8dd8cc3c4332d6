import { type ReactNode, useEffect, useRef } from 'react';
import { fieldId } from './field.tsx';
import styles from './form.module.css';

/** The vertical rhythm of a form: put it inside the form element around the fields. */
export function Fields({ children }: { children: ReactNode }) {
  return <div className={styles.fields}>{children}</div>;
}

/** Fields that belong on one line when there is room: two dates, number and date of an order. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}

export type FieldError = { field: string; text: string };

/** All errors of the form above it, each a link to its field. Takes the focus when it appears. */
export function ErrorSummary({ errors }: { errors: readonly FieldError[] | undefined }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (errors?.length) box.current?.focus();
  }, [errors]);
  if (!errors?.length) return null;
  return (
    <div ref={box} className={styles.summary} role="alert" tabIndex={-1}>
      <h2 className={styles.title}>Исправьте, чтобы продолжить</h2>
      <ul className={styles.list}>
        {errors.map((error) => (
          <li key={`${error.field} ${error.text}`}>
            {error.field ? <a href={`#${fieldId(error.field)}`}>{error.text}</a> : error.text}
          </li>
        ))}
      </ul>
    </div>
  );
}
