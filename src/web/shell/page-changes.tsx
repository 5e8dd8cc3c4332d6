import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigation, useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';
import styles from './page-changes.module.css';

const CONTROL = 'a[href], button, input:not([type="hidden"]), select, textarea, summary';

/**
 * What a browser does by itself when it loads a page, done for pages fetched by the script: shows that
 * one is coming, and when it has come, reads out its title and what was done, and starts the keyboard at
 * its content. Where the same page comes anew, the keyboard goes to the part that the address names, and is
 * not lost with a control that is gone.
 */
export function PageChanges() {
  const { pathname, hash, key } = useLocation();
  const isLoading = useNavigation().state !== 'idle';
  const flash = useRouteLoaderData<typeof loader>('root')?.flash;
  const [said, setSaid] = useState('');
  const known = useRef({ pathname, key });

  useEffect(() => {
    const before = known.current;
    known.current = { pathname, key };
    if (before.key === key) return;
    const isNewPage = before.pathname !== pathname;
    if (isNewPage) document.getElementById('content')?.focus({ preventScroll: true });
    else if (hash !== '' || document.activeElement === document.body) focusPart(hash);
    setSaid([flash?.text, isNewPage ? document.title : ''].filter(Boolean).join(' '));
  }, [pathname, hash, key, flash]);

  return (
    <>
      {isLoading ? <div className={styles.bar} aria-hidden="true" /> : null}
      <p className={styles.announcement} role="status">
        {said}
      </p>
    </>
  );
}

function focusPart(hash: string): void {
  const part = hash === '' ? null : document.getElementById(decodeURIComponent(hash.slice(1)));
  const target = part?.querySelector<HTMLElement>(CONTROL) ?? document.getElementById('content');
  target?.focus({ preventScroll: part === null });
}
