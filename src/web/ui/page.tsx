import type { ReactNode } from 'react';
import styles from './page.module.css';

type PageProps = {
  title: ReactNode;
  /** What kind of thing this is or where it belongs: «План муниципалитета». */
  caption?: ReactNode;
  /** One or two sentences under the title: the count in words, the state, the conclusion. */
  lead?: ReactNode;
  /** Links and buttons that concern the whole page. */
  actions?: ReactNode;
  children?: ReactNode;
  /** 'reading' keeps the text column; forms and help pages want it. */
  width?: 'full' | 'reading';
};

/** The head of every page: caption, title, lead, actions; then the content. */
export function Page({ title, caption, lead, actions, children, width = 'full' }: PageProps) {
  return (
    <div className={width === 'reading' ? `${styles.page} ${styles.reading}` : styles.page}>
      <header className={styles.head}>
        <div className={styles.heading}>
          {caption ? <p className={styles.caption}>{caption}</p> : null}
          <h1 className={isLong(title) ? styles.longTitle : styles.title}>{title}</h1>
          {lead ? <div className={styles.lead}>{lead}</div> : null}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      {children}
    </div>
  );
}

/** Official documents have titles of several lines; at full size they would fill the page. */
function isLong(title: ReactNode): boolean {
  return typeof title === 'string' && title.length > 80;
}

type SectionProps = {
  title: ReactNode;
  id?: string;
  /** Links or buttons at the right of the title. */
  actions?: ReactNode;
  children?: ReactNode;
};

export function Section({ title, id, actions, children }: SectionProps) {
  return (
    <section className={styles.section} id={id}>
      <div className={styles.sectionHead}>
        <h2 className={styles.sectionTitle}>{title}</h2>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </div>
      {children}
    </section>
  );
}

/** Paragraphs and lists at the width of comfortable reading. */
export function Prose({ children }: { children: ReactNode }) {
  return <div className={styles.prose}>{children}</div>;
}

/** Buttons and links in a row, wrapping. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}
