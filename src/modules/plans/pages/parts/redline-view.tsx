/** What an amendment changes, in the way orders say it: struck through what goes, underlined what comes. */
import type { DiffPart } from '../../domain/diff.ts';
import type { FieldChange, MeasureChange, Redline } from '../../domain/redline.ts';
import { VisuallyHidden } from '#web/ui/index.ts';
import styles from './redline-view.module.css';

const KINDS: Record<MeasureChange['kind'], string> = { added: 'Добавлено', removed: 'Исключено', changed: 'Изменено' };

export function RedlineView({ changes }: { changes: Redline }) {
  return (
    <div className={styles.changes}>
      {changes.head.length === 0 ? null : <Change title="Сведения о плане" fields={changes.head} />}
      {changes.measures.map((measure) => (
        <Change
          key={`${measure.kind}-${measure.id}`}
          title={`${KINDS[measure.kind]} мероприятие ${measure.number ?? 'без номера'}`}
          subtitle={measure.kind === 'changed' ? measure.text : measure.section}
          fields={measure.fields}
        />
      ))}
    </div>
  );
}

function Change({
  title,
  subtitle,
  fields,
}: {
  title: string;
  subtitle?: string | null;
  fields: readonly FieldChange[];
}) {
  return (
    <section className={styles.change}>
      <h3 className={styles.title}>{title}</h3>
      {subtitle ? <p className={styles.subtitle}>{subtitle}</p> : null}
      <dl className={styles.fields}>
        {fields.map(({ field, parts }) => (
          <div key={field} className={styles.field}>
            <dt className={styles.term}>{field}</dt>
            <dd className={styles.text}>
              {parts.map((part, index) => (
                <Part key={index} {...part} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Part({ kind, text }: DiffPart) {
  if (kind === 'added')
    return (
      <ins className={styles.added}>
        <VisuallyHidden>добавлено: </VisuallyHidden>
        {text}
        <VisuallyHidden>;</VisuallyHidden>
      </ins>
    );
  if (kind === 'removed')
    return (
      <del className={styles.removed}>
        <VisuallyHidden>исключено: </VisuallyHidden>
        {text}
        <VisuallyHidden>;</VisuallyHidden>
      </del>
    );
  return <>{text}</>;
}
