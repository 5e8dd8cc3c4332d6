import { type MouseEvent, type ReactNode, useEffect, useRef } from 'react';
import { useLocation } from 'react-router';
import { Link } from './link.tsx';
import { Icon, type IconName } from './icon.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './menu.module.css';

type MenuProps = {
  label: ReactNode;
  children: ReactNode;
  icon?: IconName;
  /** Looks like part of the header, not like a button. */
  quiet?: boolean;
  /** On a narrow page only the icon shows; the label is read aloud. */
  compact?: boolean;
};

/** A panel that opens under its button. Native, so it works without JavaScript; with it, Escape and a click elsewhere close it. */
export function Menu({ label, children, icon, quiet, compact }: MenuProps) {
  const menu = useRef<HTMLDetailsElement>(null);
  const { key } = useLocation();
  useEffect(() => {
    if (menu.current) menu.current.open = false;
  }, [key]);
  useEffect(() => closeFromOutside(menu), []);

  /** A file is saved without leaving the page, so no change of address closes the menu. */
  function closeAfterChoice(event: MouseEvent) {
    if (menu.current && (event.target as Element).closest('a')) menu.current.open = false;
  }

  return (
    <details ref={menu} className={styles.menu}>
      <summary className={quiet ? styles.quiet : styles.button}>
        {icon ? <Icon name={icon} /> : null}
        <span className={compact ? styles.compact : styles.label}>{label}</span>
        <span className={styles.arrow}>
          <Icon name="down" />
        </span>
      </summary>
      <div className={styles.panel} onClick={closeAfterChoice}>
        {children}
      </div>
    </details>
  );
}

function closeFromOutside(menu: { current: HTMLDetailsElement | null }) {
  function onPointer(event: PointerEvent) {
    if (menu.current?.open && !menu.current.contains(event.target as Node)) menu.current.open = false;
  }
  function onKey(event: KeyboardEvent) {
    if (event.key !== 'Escape' || !menu.current?.open) return;
    menu.current.open = false;
    menu.current.querySelector('summary')?.focus();
  }
  document.addEventListener('pointerdown', onPointer);
  document.addEventListener('keydown', onKey);
  return () => {
    document.removeEventListener('pointerdown', onPointer);
    document.removeEventListener('keydown', onKey);
  };
}

type MenuLinkProps = {
  to: string;
  children: ReactNode;
  hint?: ReactNode /** The address is a file, not a page. */;
  download?: boolean;
};

export function MenuLink({ to, children, hint, download }: MenuLinkProps) {
  return (
    <Link to={to} className={styles.item} {...(download ? { reloadDocument: true } : {})}>
      {children}
      {hint ? (
        <>
          <VisuallyHidden>, </VisuallyHidden>
          <span className={styles.hint}>{hint}</span>
        </>
      ) : null}
    </Link>
  );
}
