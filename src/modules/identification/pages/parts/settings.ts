/** Parameters and the treatment of chance as they travel through forms and addresses. */
import type { Settings } from '../../methodology/parameters.ts';
import type { Methodology, Uncertainty } from '../../methodology/schema.ts';

export type ParameterField = {
  name: string;
  title: string;
  value: number;
  hint: string;
  /** Null: the methodology does not say how far a value may go, so there is nothing to slide along. */
  range: { minimum: number; maximum: number; step: number } | null;
};

/** Choices of how chance is treated; the methodology's own stands first under ''. */
export const UNCERTAINTIES: readonly { value: string; label: string; uncertainty: Uncertainty }[] = [
  { value: 'point', label: 'по значению показателя', uncertainty: { kind: 'point' } },
  {
    value: 'wilson-90',
    label: 'весь 90-процентный интервал за порогом',
    uncertainty: { kind: 'interval', method: 'wilson', level: 0.9 },
  },
  {
    value: 'wilson-95',
    label: 'весь 95-процентный интервал за порогом',
    uncertainty: { kind: 'interval', method: 'wilson', level: 0.95 },
  },
  { value: 'posterior-80', label: 'вероятность не ниже 0,8', uncertainty: { kind: 'posterior', cut: 0.8 } },
  { value: 'posterior-90', label: 'вероятность не ниже 0,9', uncertainty: { kind: 'posterior', cut: 0.9 } },
];

const PREFIX = 'p.';
/** Without JavaScript a slider travels beside its number, with where it stood: what was moved counts. */
export const MOVED = 'moved.';
export const STOOD = 'stood.';

/** The fields of an address with moved sliders put into their numbers. */
export function withMoved(fields: URLSearchParams): URLSearchParams {
  const found = new URLSearchParams();
  for (const [name, value] of fields) if (!name.startsWith(MOVED) && !name.startsWith(STOOD)) found.append(name, value);
  for (const [name, value] of fields) {
    if (!name.startsWith(MOVED)) continue;
    const number = name.slice(MOVED.length);
    const stood = fields.get(`${STOOD}${number}`);
    if (stood !== null && Number(stood) !== Number(value)) found.set(number, value.replace('.', ','));
  }
  return found;
}

export function parameterFields({ parameters }: Pick<Methodology, 'parameters'>): ParameterField[] {
  return Object.entries(parameters).map(([name, { title, value, minimum, maximum, plausible }]) => ({
    name: `${PREFIX}${name}`,
    title,
    value,
    hint: hintOf(minimum, maximum),
    range:
      minimum === undefined || maximum === undefined
        ? null
        : { minimum, maximum, step: stepOf([value, minimum, maximum, ...(plausible ?? [])]) },
  }));
}

/** Counts move by one, shares and deviations by a hundredth. */
function stepOf(values: readonly number[]): number {
  return values.every(Number.isInteger) && Math.max(...values) > 1 ? 1 : 0.01;
}

function hintOf(minimum: number | undefined, maximum: number | undefined): string {
  const limits = [
    minimum === undefined ? null : `от ${written(minimum)}`,
    maximum === undefined ? null : `до ${written(maximum)}`,
  ]
    .filter(Boolean)
    .join(' ');
  return maximum === 1 ? `доля ${limits}; 0,3 — это 30 %` : limits;
}

/** As it is typed: with a comma. */
export function written(value: number): string {
  return String(value).replace('.', ',');
}

/** What an address or a form asks for; fields left empty and values equal to the methodology's own ask for nothing. */
export function settingsFrom(fields: URLSearchParams | FormData, own: Readonly<Record<string, number>>): Settings {
  const parameters: Record<string, number> = {};
  for (const [name, value] of fields) {
    if (!name.startsWith(PREFIX) || typeof value !== 'string' || value.trim() === '') continue;
    const number = Number(value.trim().replace(',', '.'));
    if (number !== own[name.slice(PREFIX.length)]) parameters[name.slice(PREFIX.length)] = number;
  }
  const chosen = UNCERTAINTIES.find(({ value }) => value === fields.get('chance'));
  return {
    ...(Object.keys(parameters).length > 0 ? { parameters } : {}),
    ...(chosen ? { uncertainty: chosen.uncertainty } : {}),
  };
}
