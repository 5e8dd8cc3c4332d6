import type { ReactNode } from 'react';
import styles from './notice.module.css';

export type NoticeTone = 'info' | 'success' | 'warning' | 'error';

const WORDS: Record<NoticeTone, string> = { info: 'Справка', success: 'Готово', warning: 'Внимание', error: 'Ошибка' };

type NoticeProps = { tone?: NoticeTone; title?: ReactNode; children?: ReactNode };

/** Something to know before going on: in the text, beside a rule of its colour, named by a word. */
export function Notice({ tone = 'info', title, children }: NoticeProps) {
  return (
    <div className={styles[tone]} role={tone === 'error' ? 'alert' : tone === 'success' ? 'status' : 'note'}>
      <p className={styles.title}>{title ?? WORDS[tone]}</p>
      {children ? <div className={styles.body}>{children}</div> : null}
    </div>
  );
}
