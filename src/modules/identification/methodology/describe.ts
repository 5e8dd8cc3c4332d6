/** A methodology for people who read a terminal. */
import { formatNumber } from '#kernel/format.ts';
import type { Methodology } from './schema.ts';

export const CERTAINTY_NAMES: Record<Methodology['certainty'], string> = {
  confirmed: 'подтверждено источником',
  'partly-confirmed': 'подтверждено частично',
  assumed: 'допущение',
};

export const USE_NAMES: Record<Methodology['permittedUses'][number], string> = {
  'system-analysis': 'анализ системы образования',
  'support-programmes': 'программы поддержки школ',
  'school-self-analysis': 'самоанализ школы',
  research: 'исследования',
};

export function describeMethodology(methodology: Methodology): string {
  const { id, version, title, description, source, certainty, parameters, permittedUses } = methodology;
  const rows = Object.entries(parameters).map(
    ([name, one]) =>
      `  ${name} = ${formatNumber(one.value, { atMost: 4 })} – ${one.title} (${CERTAINTY_NAMES[one.certainty]})`,
  );
  return [
    `${title} (${id}, версия ${version})`,
    '',
    description,
    '',
    `Источник: ${source}`,
    `Достоверность: ${CERTAINTY_NAMES[certainty]}`,
    `Разрешённое использование: ${permittedUses.map((use) => USE_NAMES[use]).join('; ')}`,
    ...(rows.length > 0 ? ['', 'Параметры (--set ИМЯ=ЧИСЛО):', ...rows] : []),
    '',
  ].join('\n');
}
