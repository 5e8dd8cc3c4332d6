/** Native controls. Inside a Field they take its name, id, description and invalid state. */
import type { InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { useField } from './field.tsx';
import styles from './inputs.module.css';

type Size = 'short' | 'medium' | 'full';

type TextInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> & { size?: Size };

export function TextInput({ size = 'full', type = 'text', ...rest }: TextInputProps) {
  return <input {...rest} {...useField(rest)} type={type} className={styles[size]} />;
}

export function DateInput(props: Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'type'>) {
  return <input {...props} {...useField(props)} type="date" className={styles.date} />;
}

type FileInputProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'size' | 'type'> & { ref?: Ref<HTMLInputElement> };

export function FileInput(props: FileInputProps) {
  return <input {...props} {...useField(props)} type="file" className={styles.file} />;
}

export function TextArea({ rows = 4, ...rest }: TextareaHTMLAttributes<HTMLTextAreaElement>) {
  return <textarea {...rest} {...useField(rest)} rows={rows} className={styles.area} />;
}

export type Option = { value: string; label: string; disabled?: boolean };

type SelectProps = Omit<SelectHTMLAttributes<HTMLSelectElement>, 'size'> & { options: readonly Option[]; size?: Size };

export function Select({ options, size = 'medium', ...rest }: SelectProps) {
  return (
    <select {...rest} {...useField(rest)} className={`${styles[size]} ${styles.select}`}>
      {options.map((option) => (
        <option key={option.value} value={option.value} disabled={option.disabled}>
          {option.label}
        </option>
      ))}
    </select>
  );
}

export type Choice = { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean };

type CheckboxProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'size'> & {
  label: ReactNode;
  hint?: ReactNode;
};

export function Checkbox({ label, hint, value = 'on', ...rest }: CheckboxProps) {
  return (
    <label className={styles.choice}>
      <input {...rest} type="checkbox" value={value} className={styles.box} />
      <span>
        {label}
        {hint ? <span className={styles.choiceHint}>{hint}</span> : null}
      </span>
    </label>
  );
}

type GroupProps<Value> = { name?: string; options: readonly Choice[]; defaultValue?: Value; inline?: boolean };

export function Checkboxes({ name, options, defaultValue = [], inline }: GroupProps<readonly string[]>) {
  const field = useField({ name });
  return (
    <div className={inline ? styles.inline : styles.group}>
      {options.map((option, index) => (
        <Checkbox
          key={option.value}
          {...choiceProps(field, option, index)}
          defaultChecked={defaultValue.includes(option.value)}
        />
      ))}
    </div>
  );
}
Checkboxes.group = true;

export function Radios({ name, options, defaultValue, inline }: GroupProps<string>) {
  const field = useField({ name });
  return (
    <div className={inline ? styles.inline : styles.group}>
      {options.map((option, index) => {
        const { label, hint, ...input } = choiceProps(field, option, index);
        return (
          <label key={option.value} className={styles.choice}>
            <input {...input} type="radio" defaultChecked={defaultValue === option.value} className={styles.radio} />
            <span>
              {label}
              {hint ? <span className={styles.choiceHint}>{hint}</span> : null}
            </span>
          </label>
        );
      })}
    </div>
  );
}
Radios.group = true;

/** The first choice carries the id of the field, so that the error summary leads to it. */
function choiceProps(field: ReturnType<typeof useField>, option: Choice, index: number) {
  return {
    name: field.name,
    id: index === 0 ? field.id : undefined,
    value: option.value,
    label: option.label,
    hint: option.hint,
    disabled: option.disabled,
  };
}
