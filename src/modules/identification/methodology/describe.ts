/** A methodology for people who read a terminal. */
import { formatNumber } from '#kernel/format.ts';
import { USE_NAMES } from '#kernel/permitted-use.ts';
import type { Methodology } from './schema.ts';

export const CERTAINTY_NAMES: Record<Methodology['certainty'], string> = {
  confirmed: 'подтверждено источником',
  'partly-confirmed': 'подтверждено частично',
  assumed: 'допущение',
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
