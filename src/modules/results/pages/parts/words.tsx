/** Words and marks of the pages of results. */
import { formatNumber, formatPercent } from '#kernel/format.ts';
import type { AssessmentKind } from '#modules/assessments/index.ts';
import { Notice, Status, type Tone } from '#web/ui/index.ts';
import type { ImportState } from '../../commands/locked-import.ts';
import { permittedUse } from '../../domain/disclosure.ts';

const IMPORT_STATES: Record<ImportState, { text: string; tone: Tone }> = {
  receiving: { text: 'принимаются файлы', tone: 'planned' },
  queued: { text: 'ждёт чтения', tone: 'planned' },
  reading: { text: 'читается', tone: 'due' },
  checked: { text: 'проверена, не записана', tone: 'review' },
  applied: { text: 'записана', tone: 'done' },
  undone: { text: 'отменена после записи', tone: 'returned' },
  cancelled: { text: 'отменена', tone: 'neutral' },
};

export function StateMark({ state }: { state: ImportState }) {
  const { text, tone } = IMPORT_STATES[state];
  return <Status tone={tone}>{text}</Status>;
}

/** Stands on every page that shows results of these assessments. */
export function PermittedUse({ assessments }: { assessments: readonly AssessmentKind[] }) {
  const texts = [...new Set(assessments.flatMap((assessment) => permittedUse(assessment) ?? []))];
  if (texts.length === 0) return null;
  return (
    <Notice title="Для чего можно использовать">
      {texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
    </Notice>
  );
}

export function share(part: number | null, whole: number): string {
  return part === null || whole === 0 ? '—' : formatPercent(part / whole, 1);
}

/** «1 204 → 1 210», or the one number where nothing changes. */
export function change(before: number | undefined, after: number): string {
  if (before === undefined || before === after) return formatNumber(after);
  return `${formatNumber(before)} → ${formatNumber(after)}`;
}

export const STEPS = ['Приём файлов', 'Распознавание', 'Проверка', 'Что изменится', 'Запись'] as const;

export function importSteps(importId: number) {
  const page = `/results/import/${importId}`;
  return STEPS.map((label, index) => (index < 3 ? { label, to: page } : { label, to: `${page}/preview` }));
}

export const CRUMBS = { label: 'Результаты', to: '/results' };
