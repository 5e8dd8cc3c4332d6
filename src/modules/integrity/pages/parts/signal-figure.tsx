/** One sign: what is seen in words, what else explains it, the drawing and the same numbers as a table. */
import type { BarsAgainst } from '#charts/bars-against.ts';
import { formatNumber } from '#kernel/format.ts';
import { Details, Table, VisuallyHidden } from '#web/ui/index.ts';
import type { SignalKind } from '../../contract.ts';
import styles from './signal-figure.module.css';

export type ShownSignal = {
  kind: SignalKind;
  name: string;
  text: string;
  otherwise: string;
  official: boolean;
  works: string[];
  chart: (BarsAgainst & { svg: string }) | null;
};

export function SignalFigure({ signal }: { signal: ShownSignal }) {
  const { chart } = signal;
  return (
    <article className={styles.signal} aria-labelledby={`signal-${signal.kind}`}>
      <h3 id={`signal-${signal.kind}`}>{signal.name}</h3>
      <p>{signal.text}</p>
      <p>{signal.otherwise}</p>
      {signal.official && signal.kind !== 'high-mean' ? <p>Совпадает с маркером федеральной методики (2019).</p> : null}
      {chart ? (
        <figure className={styles.figure}>
          <figcaption>{chart.description}</figcaption>
          <div
            className={styles.chart}
            role="group"
            aria-label={chart.title}
            tabIndex={0}
            dangerouslySetInnerHTML={{ __html: chart.svg }}
          />
          <Details
            summary={
              <>
                Те же числа в таблице<VisuallyHidden>: {signal.name}</VisuallyHidden>
              </>
            }
          >
            <Table
              caption={chart.title}
              hideCaption
              columns={[
                { key: 'label', header: chart.axis, cell: (row) => row.label },
                { key: 'seen', header: `${chart.unit}: в школе`, numeric: true, cell: (row) => row.seen },
                { key: 'expected', header: `${chart.unit}: ожидаемо`, numeric: true, cell: (row) => row.expected },
              ]}
              rows={chart.labels.map((label, i) => ({
                label,
                seen: formatNumber(chart.seen[i] ?? 0, { atMost: 1 }),
                expected: formatNumber(chart.expected[i] ?? 0, { atMost: 1 }),
              }))}
              rowKey={(row) => row.label}
            />
          </Details>
        </figure>
      ) : null}
      <Details
        summary={
          <>
            По каким работам<VisuallyHidden>: {signal.name}</VisuallyHidden>
          </>
        }
      >
        <ul>
          {signal.works.map((work) => (
            <li key={work}>{work}</li>
          ))}
        </ul>
      </Details>
    </article>
  );
}
