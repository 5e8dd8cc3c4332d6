import { useLocation } from 'react-router';
import { formatNumber } from '#kernel/format.ts';
import { Link } from './link.tsx';
import styles from './tabs.module.css';

export type Tab = { label: string; to: string; count?: number };

/** Parts of one object, each at its own address (`to` starts with a slash). */
export function Tabs({ items, label = 'Разделы' }: { items: readonly Tab[]; label?: string }) {
  const { pathname } = useLocation();
  const current = currentTab(items, pathname);
  return (
    <nav className={styles.tabs} aria-label={label} data-tabs>
      <ul className={styles.list}>
        {items.map((item) => (
          <li key={item.to}>
            <Link
              to={item.to}
              className={styles.tab}
              aria-current={item === current ? 'page' : undefined}
              preventScrollReset
            >
              {item.label}
              {item.count === undefined ? null : <span className={styles.count}> {formatNumber(item.count)}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The tab whose address is the longest beginning of the page's address. */
function currentTab(items: readonly Tab[], pathname: string): Tab | undefined {
  let best: Tab | undefined;
  for (const item of items) {
    const path = pathOf(item);
    const covers = pathname === path || pathname.startsWith(`${path}/`);
    if (covers && (!best || path.length > pathOf(best).length)) best = item;
  }
  return best;
}

function pathOf(item: Tab): string {
  return item.to.split(/[?#]/)[0] ?? '';
}
