import { useLocation, useMatches } from 'react-router';
import { Link } from '../ui/index.ts';
import styles from './breadcrumbs.module.css';

export type Crumb = { label: string; to?: string };

/** A route says where it belongs: `export const handle = { crumbs: (data) => [{ label, to }] }`. */
type CrumbsHandle = { crumbs?: (data: never) => readonly Crumb[] };

/** The way from the start to the page; the page itself is its title below. */
export function Breadcrumbs() {
  const { pathname } = useLocation();
  const crumbs = useMatches().flatMap((match) => {
    const handle = match.handle as CrumbsHandle | undefined;
    // A page whose loader failed has no data to name its place with.
    return handle?.crumbs && match.loaderData !== undefined ? handle.crumbs(match.loaderData as never) : [];
  });
  const way = crumbs.filter((crumb) => crumb.to !== pathname);
  if (way.length === 0) return null;
  return (
    <nav className={styles.breadcrumbs} aria-label="Путь к странице">
      <ol className={styles.list}>
        {way.map((crumb) => (
          <li key={`${crumb.to} ${crumb.label}`} className={styles.crumb}>
            {crumb.to ? <Link to={crumb.to}>{crumb.label}</Link> : crumb.label}
          </li>
        ))}
      </ol>
    </nav>
  );
}
