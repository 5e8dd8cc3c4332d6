import { type FormEvent, type ReactNode, useRef } from 'react';
import { Form, useSubmit } from 'react-router';
import { Link } from './link.tsx';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './filters.module.css';

type FiltersProps = {
  children: ReactNode;
  /** The address without filters. */
  resetHref: string;
};

const TYPING_PAUSE_MS = 350;

/** A form that lives in the address. With JavaScript a choice applies at once, typing after a pause. */
export function Filters({ children, resetHref }: FiltersProps) {
  const submit = useSubmit();
  const pause = useRef<ReturnType<typeof setTimeout>>(undefined);

  function apply(event: FormEvent<HTMLFormElement>) {
    const form = event.currentTarget;
    if (!(event.target as HTMLInputElement).name) return;
    const typing = event.target instanceof HTMLInputElement && ['text', 'search'].includes(event.target.type);
    clearTimeout(pause.current);
    pause.current = setTimeout(
      () => void submit(filled(form), { replace: true, preventScrollReset: true }),
      typing ? TYPING_PAUSE_MS : 0,
    );
  }

  return (
    <Form method="get" className={styles.filters} role="search" aria-label="Отбор" onChange={apply}>
      {/* On a narrow page the fields are folded: the list comes first. A checkbox folds without JavaScript. */}
      <label className={styles.fold}>
        <input type="checkbox" /> Показать условия отбора
      </label>
      <div className={styles.fields}>
        {children}
        <div className={styles.buttons}>
          <Button variant="secondary">Показать</Button>
          <Link to={resetHref} className={styles.reset}>
            Сбросить
          </Link>
        </div>
      </div>
    </Form>
  );
}

/** Empty filters stay out of the address. */
function filled(form: HTMLFormElement): URLSearchParams {
  const all = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string' && entry[1] !== '',
  );
  return new URLSearchParams(all);
}

export type FilterTag = { label: string; removeHref: string };

/** What the list is filtered by; each tag is a link that takes its filter away. */
export function FilterTags({ tags }: { tags: readonly FilterTag[] }) {
  if (tags.length === 0) return null;
  return (
    <ul className={styles.tags} aria-label="Действующие условия отбора">
      {tags.map((tag) => (
        <li key={tag.label}>
          <Link to={tag.removeHref} className={styles.tag} preventScrollReset>
            <VisuallyHidden>Убрать условие: </VisuallyHidden>
            {tag.label} <Icon name="close" />
          </Link>
        </li>
      ))}
    </ul>
  );
}
