import type { ReactNode } from 'react';
import { Form, useLocation } from 'react-router';
import { count } from '#kernel/plural.ts';
import { currentItem, type NavigationItem } from '../navigation.ts';
import { Icon, Link, Menu, MenuLink, VisuallyHidden } from '../ui/index.ts';
import { AppearanceMenu } from './appearance-menu.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { Footer, Main, SkipLink, Wordmark } from './frame.tsx';
import frame from './frame.module.css';
import { PageChanges } from './page-changes.tsx';
import { SearchBox } from './search-box.tsx';
import { Shortcuts } from './shortcuts.tsx';
import styles from './shell.module.css';

type ShellProps = { name: string; navigation: NavigationItem[]; unread: number; children: ReactNode };

export function Shell({ name, navigation, unread, children }: ShellProps) {
  return (
    <div className={frame.frame}>
      <SkipLink />
      <header className={frame.header}>
        <div className={frame.top}>
          <Wordmark />
          <SearchBox />
          <div className={frame.tools}>
            <AppearanceMenu compact />
            <Bell unread={unread} />
            <UserMenu name={name} />
          </div>
        </div>
        <Navigation items={navigation} />
      </header>
      <Main>
        <Breadcrumbs />
        {children}
      </Main>
      <Footer />
      <PageChanges />
      <Shortcuts navigation={navigation} />
    </div>
  );
}

function Bell({ unread }: { unread: number }) {
  return (
    <Link to="/notifications" className={styles.bell}>
      <Icon name="bell" />
      <VisuallyHidden>Уведомления{unread > 0 ? `: ${count(unread, 'новое', 'новых', 'новых')}` : ''}</VisuallyHidden>
      {unread > 0 ? (
        <span className={styles.unread} aria-hidden="true">
          {unread > 99 ? '99+' : unread}
        </span>
      ) : null}
    </Link>
  );
}

function UserMenu({ name }: { name: string }) {
  return (
    <Menu label={name} icon="person" quiet compact>
      <MenuLink to="/profile">Профиль и настройки</MenuLink>
      <MenuLink to="/help/keyboard">Работа с клавиатуры</MenuLink>
      <Form method="post" action="/sign-out">
        <button className={styles.signOut}>Выйти</button>
      </Form>
    </Menu>
  );
}

/** Stands open where there is room, and folds into «Меню» where there is not; one of the two is shown. */
function Navigation({ items }: { items: NavigationItem[] }) {
  const { pathname } = useLocation();
  const current = currentItem(items, pathname);
  const list = (
    <ul className={styles.items}>
      {items.map((item) => (
        <li key={item.to}>
          <Link
            to={item.to}
            className={styles.item}
            aria-current={item !== current ? undefined : item.to === pathname ? 'page' : 'true'}
          >
            {item.label}
          </Link>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <nav className={`${frame.nav} ${styles.wide}`} aria-label="Основная навигация">
        {list}
      </nav>
      <nav className={`${frame.nav} ${styles.folded}`} aria-label="Меню">
        <details key={pathname}>
          <summary className={styles.fold}>
            <Icon name="menu" /> Меню{current ? <span className={styles.here}> · {current.label}</span> : null}
          </summary>
          {list}
        </details>
      </nav>
    </>
  );
}
