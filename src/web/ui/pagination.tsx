import { formatNumber } from '#kernel/format.ts';
import { Link } from './link.tsx';
import { Icon } from './icon.tsx';
import styles from './pagination.module.css';

type PaginationProps = { page: number; pageSize: number; total: number; href(page: number): string };

export function Pagination({ page, pageSize, total, href }: PaginationProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  if (pages === 1) return null;
  const from = (page - 1) * pageSize + 1;
  const to = Math.min(page * pageSize, total);
  return (
    <nav className={styles.pagination} aria-label="Страницы списка">
      <p className={styles.range}>
        {formatNumber(from)}–{formatNumber(to)} из {formatNumber(total)}
      </p>
      <ul className={styles.pages}>
        {page > 1 ? (
          <li>
            <Link className={styles.step} rel="prev" to={href(page - 1)}>
              <Icon name="left" /> Назад
            </Link>
          </li>
        ) : null}
        {shownPages(page, pages).map((shown, index) =>
          shown === null ? (
            <li key={`gap-${index}`} className={styles.gap} aria-hidden="true">
              …
            </li>
          ) : (
            <li key={shown}>
              <Link
                className={styles.page}
                to={href(shown)}
                aria-label={`Страница ${shown}`}
                aria-current={shown === page ? 'page' : undefined}
              >
                {shown}
              </Link>
            </li>
          ),
        )}
        {page < pages ? (
          <li>
            <Link className={styles.step} rel="next" to={href(page + 1)}>
              Дальше <Icon name="right" />
            </Link>
          </li>
        ) : null}
      </ul>
    </nav>
  );
}

/** First, last, the current page with its neighbours; null stands for a gap. */
function shownPages(page: number, pages: number): (number | null)[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((number) => number >= 1 && number <= pages);
  const shown: (number | null)[] = [];
  for (const number of [...new Set(wanted)].sort((a, b) => a - b)) {
    const last = shown.at(-1) ?? 0;
    if (number - last === 2) shown.push(number - 1);
    else if (number - last > 2) shown.push(null);
    shown.push(number);
  }
  return shown;
}
