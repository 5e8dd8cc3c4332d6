/** Which organisation a person means in a form: chosen from suggestions, or typed by any of its names. */
import type { Scope } from '#kernel/actor.ts';
import { foldName } from '#kernel/organisation-name.ts';
import type { Database } from '#platform/database.ts';
import type { Kind } from '../domain/tree.ts';
import { organisationById } from './organisations.ts';
import { type FoundOrganisation, type SearchOptions, searchOrganisations } from './search.ts';

export type OrganisationOption = { id: number; label: string; hint: string };

export type Choice =
  | { chosen: OrganisationOption & { kind: Kind; path: string } }
  | { chosen: null; text: string; error: string; candidates: OrganisationOption[] };

const OFFERED = 12;

/** Reads the fields of OrganisationField: the text as `name`, the id as `nameId`, `nameAmong` when the id was picked from candidates. */
export async function chosenOrganisation(
  scope: Scope,
  db: Database,
  form: FormData | URLSearchParams,
  name: string,
  options: SearchOptions = {},
): Promise<Choice> {
  const text = String(form.get(name) ?? '').trim();
  const id = Number(form.get(`${name}Id`) || Number.NaN);
  if (Number.isSafeInteger(id)) {
    const known = await organisationById(scope, db, id);
    // Without JavaScript the id of before stays in the form when another name is typed over the old one.
    const isMeant = form.get(`${name}Among`) !== null || known?.shortName === text;
    if (known && isMeant && (options.kinds?.includes(known.kind) ?? true))
      return {
        chosen: {
          ...optionOf({ ...known, parentShortName: known.above.at(-1)?.shortName ?? null }),
          kind: known.kind,
          path: known.path,
        },
      };
  }
  if (text === '') return { chosen: null, text, error: 'Укажите организацию.', candidates: [] };
  const { rows } = await searchOrganisations(
    scope,
    db,
    text,
    { limit: OFFERED, offset: 0 },
    { open: true, ...options },
  );
  const exact = rows.filter(({ shortName }) => foldName(shortName) === foldName(text));
  const [only] = exact.length === 1 ? exact : rows;
  if (only && (exact.length === 1 || rows.length === 1))
    return { chosen: { ...optionOf(only), kind: only.kind, path: only.path } };
  if (only) return { chosen: null, text, error: 'Выберите организацию из найденных.', candidates: rows.map(optionOf) };
  return {
    chosen: null,
    text,
    error: `По запросу «${text}» ничего не найдено. Проверьте название или номер.`,
    candidates: [],
  };
}

/** What to suggest while a name is typed. */
export async function organisationOptions(
  scope: Scope,
  db: Database,
  text: string,
  options: SearchOptions = {},
): Promise<OrganisationOption[]> {
  const { rows } = await searchOrganisations(
    scope,
    db,
    text,
    { limit: OFFERED, offset: 0 },
    { open: true, ...options },
  );
  return rows.map(optionOf);
}

function optionOf({
  id,
  shortName,
  parentShortName,
  name,
}: Pick<FoundOrganisation, 'id' | 'shortName' | 'parentShortName' | 'name'>): OrganisationOption {
  return {
    id,
    label: shortName,
    hint: [parentShortName, name === shortName ? null : name].filter(Boolean).join(' · '),
  };
}
