import { Form, useLocation, useRouteLoaderData } from 'react-router';
import { TEXT_SIZES, THEMES, USUAL_APPEARANCE } from '../appearance.ts';
import type { loader } from '../root.tsx';
import { Menu } from '../ui/index.ts';
import styles from './appearance-menu.module.css';

/** «Версия для слабовидящих»: a choice is a button, so that it takes effect at once, also without JavaScript. */
export function AppearanceMenu({ compact }: { compact?: boolean }) {
  const { pathname, search } = useLocation();
  const current = useRouteLoaderData<typeof loader>('root')?.appearance ?? USUAL_APPEARANCE;
  return (
    <Menu label="Версия для слабовидящих" icon="eye" quiet compact={compact ?? false}>
      <Form method="post" action="/appearance" className={styles.form} preventScrollReset>
        <input type="hidden" name="next" value={pathname + search} />
        <input type="hidden" name="theme" value={current.theme} />
        <input type="hidden" name="textSize" value={current.textSize} />
        <fieldset className={styles.group}>
          <legend className={styles.legend}>Цвета</legend>
          {THEMES.map(({ value, label }) => (
            <button
              key={value}
              name="chosenTheme"
              value={value}
              className={styles.choice}
              aria-pressed={current.theme === value}
            >
              <span className={styles.sample} data-theme={value} aria-hidden="true">
                А
              </span>{' '}
              {label}
            </button>
          ))}
        </fieldset>
        <fieldset className={styles.sizes}>
          <legend className={styles.legend}>Размер текста</legend>
          {TEXT_SIZES.map((size) => (
            <button
              key={size}
              name="chosenTextSize"
              value={size}
              className={styles.choice}
              aria-pressed={current.textSize === size}
            >
              {size} %
            </button>
          ))}
        </fieldset>
      </Form>
    </Menu>
  );
}
