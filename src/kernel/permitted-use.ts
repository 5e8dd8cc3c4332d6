/** What a result may be used for; everything else is refused or labelled. */
import { AppError } from './errors.ts';

export const PERMITTED_USES = ['system-analysis', 'support-programmes', 'school-self-analysis', 'research'] as const;
export type PermittedUse = (typeof PERMITTED_USES)[number];

export const USE_NAMES: Record<PermittedUse, string> = {
  'system-analysis': 'анализ системы образования',
  'support-programmes': 'программы поддержки школ',
  'school-self-analysis': 'самоанализ школы',
  research: 'исследования',
};

/** An indicator goes only where it may: `of` says whose permission is missing («Методика»). */
export function insistUse(permitted: readonly string[], use: PermittedUse, of = 'Методика'): void {
  if (permitted.includes(use)) return;
  throw new AppError('useNotPermitted', {
    text: `${of} не разрешает такое использование: ${USE_NAMES[use]}.`,
    advice: `Разрешено: ${usesInWords(permitted)}.`,
  });
}

/** Stands on every page and in every export of a result. */
export function usesInWords(permitted: readonly string[]): string {
  return PERMITTED_USES.filter((use) => permitted.includes(use))
    .map((use) => USE_NAMES[use])
    .join('; ');
}
