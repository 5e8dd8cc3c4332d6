import { formatNumber } from '#kernel/format.ts';
import styles from './progress.module.css';

type ProgressProps = {
  value: number;
  max: number;
  label: string /** Only the bar; the label is read aloud. */;
  bare?: boolean;
};

const WIDTH = 100;

/** A share as a bar with its numbers in words: «14 из 30». */
export function Progress({ value, max, label, bare }: ProgressProps) {
  const filled = max > 0 ? Math.min(1, Math.max(0, value / max)) * WIDTH : 0;
  return (
    <div
      className={styles.progress}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={max}
      aria-valuenow={value}
      aria-valuetext={`${formatNumber(value)} из ${formatNumber(max)}`}
    >
      {bare ? null : (
        <p className={styles.label}>
          <span>{label}</span>{' '}
          <span className={styles.numbers}>
            {formatNumber(value)} из {formatNumber(max)}
          </span>
        </p>
      )}
      <svg className={styles.bar} viewBox={`0 0 ${WIDTH} 4`} preserveAspectRatio="none" aria-hidden="true">
        <rect className={styles.track} width={WIDTH} height="4" />
        <rect className={styles.fill} width={filled} height="4" />
      </svg>
    </div>
  );
}
