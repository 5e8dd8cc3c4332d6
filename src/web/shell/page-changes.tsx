import { useEffect, useRef, useState } from 'react';
import { useLocation, useNavigation } from 'react-router';
import styles from './page-changes.module.css';

/**
 * What a browser does by itself when it loads a page, done for pages fetched by the script: shows that
 * one is coming, and when it has come, reads out its title and starts the keyboard at its content.
 */
export function PageChanges() {
  const { pathname } = useLocation();
  const isLoading = useNavigation().state !== 'idle';
  const [title, setTitle] = useState('');
  const known = useRef(pathname);

  useEffect(() => {
    if (known.current === pathname) return;
    known.current = pathname;
    document.getElementById('content')?.focus({ preventScroll: true });
    setTitle(document.title);
  }, [pathname]);

  return (
    <>
      {isLoading ? <div className={styles.bar} aria-hidden="true" /> : null}
      <p className={styles.announcement} role="status">
        {title}
      </p>
    </>
  );
}
