import { createContext, type ReactElement, type ReactNode, useContext } from 'react';
import styles from './field.module.css';

type FieldState = { name: string; id: string; describedBy: string | undefined; invalid: boolean };

const FieldContext = createContext<FieldState | null>(null);

/** Id of the control with this name: what the error summary links to. */
export function fieldId(name: string): string {
  return `f-${name}`;
}

/** What a control takes from the field around it. */
export function useField(given: { name?: string | undefined; id?: string | undefined }) {
  const field = useContext(FieldContext);
  return {
    name: given.name ?? field?.name,
    id: given.id ?? field?.id,
    'aria-describedby': field?.describedBy,
    'aria-invalid': field?.invalid || undefined,
  };
}

type FieldProps = {
  label: ReactNode;
  /** Name of the control; the control inside takes it from here. */
  name: string;
  hint?: ReactNode;
  error?: ReactNode;
  /** Needed only when two forms of a page have a field of the same name. */
  id?: string;
  /** The label is read aloud but not shown: search boxes, filters in a row. */
  hideLabel?: boolean;
  children: ReactElement;
};

/** Label, hint, error and the control they belong to. A group of choices becomes a fieldset. */
export function Field({ label, name, hint, error, id = fieldId(name), hideLabel, children }: FieldProps) {
  const hintId = hint ? `${id}-hint` : undefined;
  const errorId = error ? `${id}-error` : undefined;
  const describedBy = [hintId, errorId].filter(Boolean).join(' ') || undefined;
  const isGroup = (children.type as { group?: boolean }).group === true;
  const labelClass = hideLabel ? styles.hiddenLabel : styles.label;
  const content = (
    <>
      {isGroup ? (
        <legend className={labelClass}>{label}</legend>
      ) : (
        <label className={labelClass} htmlFor={id}>
          {label}
        </label>
      )}
      {hint ? (
        <p id={hintId} className={styles.hint}>
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={errorId} className={styles.error}>
          {error}
        </p>
      ) : null}
      {children}
    </>
  );
  const className = error ? `${styles.field} ${styles.invalid}` : styles.field;
  return (
    <FieldContext value={{ name, id, describedBy, invalid: Boolean(error) }}>
      {isGroup ? (
        <fieldset className={className} aria-describedby={describedBy}>
          {content}
        </fieldset>
      ) : (
        <div className={className}>{content}</div>
      )}
    </FieldContext>
  );
}
