import { Link } from './link.tsx';
import { VisuallyHidden } from './visually-hidden.tsx';
import styles from './steps.module.css';

export type Step = { label: string; to?: string };

/** Where one is in a task of several pages; `current` counts from 0. Finished steps may be links back. */
export function Steps({ steps, current }: { steps: readonly (Step | string)[]; current: number }) {
  return (
    <nav aria-label="Шаги">
      <ol className={styles.steps}>
        {steps.map((given, index) => {
          const step = typeof given === 'string' ? { label: given, to: undefined } : given;
          const state = index < current ? 'done' : index === current ? 'current' : 'ahead';
          return (
            <li key={step.label} className={styles[state]} aria-current={state === 'current' ? 'step' : undefined}>
              <span className={styles.number} aria-hidden="true">
                {index + 1}
              </span>
              <span>
                {step.to && state === 'done' ? <Link to={step.to}>{step.label}</Link> : step.label}
                {state === 'done' ? <VisuallyHidden> — пройден</VisuallyHidden> : null}
              </span>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
