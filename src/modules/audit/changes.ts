/** What exactly changed, from the two states an event keeps. */
import { isValid } from '#kernel/dates.ts';
import { formatDate } from '#kernel/format.ts';
import { KIND_NAMES } from '#modules/organisations/index.ts';
import { ROLE_NAMES } from '#modules/people/index.ts';
import { FIELDS, ORGANISATION_FIELDS } from './words.ts';

/** Values that are codes. */
const VALUES: Readonly<Record<string, string>> = {
  ...ROLE_NAMES,
  ...KIND_NAMES,
  open: 'действует',
  closed: 'закрыт(а)',
  merged: 'присоединена',
  draft: 'проект',
  'under-approval': 'на согласовании',
  approved: 'утверждён',
  agreeing: 'на согласовании',
  agreed: 'согласован',
};

export type Change = { field: string; before: string | null; after: string | null };

/** Names of organisations that events mention by their ids. */
export type OrganisationNames = ReadonlyMap<number, string>;

type States = { before: unknown; after: unknown };

/** Fields that differ, with Russian names and values where there are words for them; the rest as it is kept. */
export function changesOf({ before, after }: States, names: OrganisationNames = new Map()): Change[] {
  const old = fieldsOf(before);
  const now = fieldsOf(after);
  const fields = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return fields
    .map((field) => ({
      field: FIELDS[field] ?? field,
      before: written(field, old[field], names),
      after: written(field, now[field], names),
    }))
    .filter((change) => change.before !== change.after);
}

export function organisationsIn(events: readonly States[]): number[] {
  const values = events.flatMap(({ before, after }) =>
    [fieldsOf(before), fieldsOf(after)].flatMap((fields) => ORGANISATION_FIELDS.map((field) => fields[field])),
  );
  return [...new Set(values.filter((value): value is number => Number.isSafeInteger(value)))];
}

/** Some commands keep rows of the database, others their own objects: both come as camelCase. */
function fieldsOf(state: unknown): Record<string, unknown> {
  if (typeof state !== 'object' || state === null || Array.isArray(state)) return {};
  return Object.fromEntries(
    Object.entries(state).map(([key, value]) => [
      key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()),
      value,
    ]),
  );
}

const LONGEST = 200;

function written(field: string, value: unknown, names: OrganisationNames): string | null {
  if (value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0))
    return null;
  if (ORGANISATION_FIELDS.includes(field)) return names.get(Number(value)) ?? `№ ${String(value)}`;
  const text = textOf(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return isValid(value) ? formatDate(value) : (VALUES[value] ?? value);
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  if (Array.isArray(value)) return value.map(textOf).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(fieldsOf(value))
    .filter(([, inner]) => inner !== null && inner !== '')
    .map(
      ([field, inner]) =>
        `${(FIELDS[field] ?? field).replace(/^[А-ЯЁ](?=[а-яё])/, (letter) => letter.toLowerCase())} — ${textOf(inner)}`,
    )
    .join(', ');
}
