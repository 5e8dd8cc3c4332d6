import type { ReactNode } from 'react';
import { Link } from '../ui/index.ts';
import { useRouteLoaderData } from 'react-router';
import type { loader } from '../root.tsx';
import { AppearanceMenu } from './appearance-menu.tsx';
import { FlashMessage } from './flash-message.tsx';
import { UnsentText } from './unsent.tsx';
import styles from './frame.module.css';

/** A plank on a fulcrum: a point of support. */
export function Wordmark() {
  return (
    <Link to="/" className={styles.wordmark}>
      <svg className={styles.mark} viewBox="0 0 24 20" aria-hidden="true">
        <path d="M0 3.5h24v2.6H0zM12 8.3l6.6 11.2H5.4z" fill="currentColor" />
      </svg>
      Опора
    </Link>
  );
}

export function SkipLink() {
  return (
    <a href="#content" className={styles.skip}>
      К содержанию
    </a>
  );
}

/** The content of a page between header and footer, with the message left by what was done before. */
export function Main({ children }: { children: ReactNode }) {
  const flash = useRouteLoaderData<typeof loader>('root')?.flash;
  return (
    <main id="content" tabIndex={-1} className={styles.main}>
      {flash ? <FlashMessage flash={flash} /> : null}
      <UnsentText />
      {children}
    </main>
  );
}

export function Footer() {
  return (
    <footer className={styles.footer}>
      <div className={styles.footerRow}>
        <p>Опора — рабочая система поддержки школ</p>
        <ul className={styles.footerLinks}>
          <li>
            <Link to="/help/keyboard">Работа с клавиатуры</Link>
          </li>
          <li>
            <Link to="/accessibility">Доступность</Link>
          </li>
        </ul>
      </div>
    </footer>
  );
}

/** For pages outside of work: sign-in, and errors before anything is known about the visitor. */
export function BareFrame({ children }: { children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <SkipLink />
      <header className={styles.header}>
        <div className={styles.top}>
          <Wordmark />
          <div className={styles.tools}>
            <AppearanceMenu />
          </div>
        </div>
      </header>
      <Main>{children}</Main>
      <Footer />
    </div>
  );
}
