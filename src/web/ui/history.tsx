import type { ReactNode } from 'react';
import styles from './history.module.css';

export type HistoryEvent = {
  id: string | number;
  /** As written for the reader: «22 ноября 2026 г., 14:05». */
  at: string;
  /** Who did it; absent for what Opora did by itself. */
  actor?: string | null;
  text: ReactNode;
  detail?: ReactNode;
};

/** What happened to an object, newest first. */
export function History({ events }: { events: readonly HistoryEvent[] }) {
  if (events.length === 0) return <p>Записей пока нет.</p>;
  return (
    <ol className={styles.history}>
      {events.map((event) => (
        <li key={event.id} className={styles.event}>
          <p className={styles.when}>{event.at}</p>
          <div className={styles.what}>
            <p>{event.text}</p>
            {event.detail ? <div className={styles.detail}>{event.detail}</div> : null}
            <p className={styles.who}>{event.actor ?? 'Опора, автоматически'}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
