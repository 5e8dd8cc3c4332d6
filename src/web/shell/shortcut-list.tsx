import { Fragment } from 'react';
import type { NavigationItem } from '../navigation.ts';
import styles from './shortcuts.module.css';

type Shortcut = { keys: readonly string[]; does: string };

const GENERAL: readonly Shortcut[] = [
  { keys: ['/'], does: 'Перейти к поиску' },
  { keys: ['?'], does: 'Показать этот список' },
  { keys: ['Tab'], does: 'К следующей ссылке, кнопке или полю' },
  { keys: ['Esc'], does: 'Закрыть меню, подсказки или окно' },
];

/** Letters name the place on the keyboard, so they work in the Russian layout too. */
const IN_RUSSIAN: Readonly<Record<string, string>> = { g: 'п', t: 'е', m: 'ь', p: 'з', e: 'у', o: 'щ', r: 'к', a: 'ф' };

export function ShortcutList({ navigation }: { navigation: readonly NavigationItem[] }) {
  const going = navigation.map(({ key, label }) => ({ keys: [letter('g'), letter(key)], does: `Открыть «${label}»` }));
  return (
    <dl className={styles.list}>
      {[...GENERAL, ...going].map(({ keys, does }) => (
        <div key={does} className={styles.row}>
          <dt>
            {keys.map((key, index) => (
              <Fragment key={key}>
                {index > 0 ? ' затем ' : ''}
                <kbd className={styles.key}>{key}</kbd>
              </Fragment>
            ))}
          </dt>
          <dd>{does}</dd>
        </div>
      ))}
    </dl>
  );
}

function letter(key: string): string {
  return `${key.toUpperCase()} (${(IN_RUSSIAN[key] ?? key).toUpperCase()})`;
}
