import type { DragEvent, RefObject } from 'react';
import { count } from '#kernel/plural.ts';
import { Field, FileInput } from '#web/ui/index.ts';
import styles from './drop-zone.module.css';

type DropZoneProps = {
  input: RefObject<HTMLInputElement | null>;
  chosen: number;
  choose: () => void;
  drop: (event: DragEvent) => void;
  hint: string;
  error: string | undefined;
};

/** The file field with its surroundings as a place to drop files on. */
export function DropZone({ input, chosen, choose, drop, hint, error }: DropZoneProps) {
  return (
    <div className={styles.zone} onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <Field label="Файлы" name="files" hint={hint} error={error}>
        <FileInput accept=".xlsx,.xlsm,.csv,.txt,.tsv" multiple required ref={input} onChange={choose} />
      </Field>
      <p aria-live="polite">{chosen > 0 ? `Выбрано: ${count(chosen, 'файл', 'файла', 'файлов')}` : ''}</p>
    </div>
  );
}
