/** The register and what a sheet adds to it, by the names and codes that rows use. */
import { normaliseOrganisationName } from '#kernel/organisation-name.ts';
import type { OrganisationFacts } from '../domain/facts.ts';
import type { Kind } from '../domain/tree.ts';
import type { SheetRow } from './read-sheet.ts';
import type { RegisterEntry } from '../queries/register.ts';

/** An organisation of the register (with id and path) or one that a line of the sheet adds. */
export type Place = {
  id?: number;
  path?: string;
  line?: number;
  kind: Kind;
  name: string;
  shortName: string;
  parent?: Place | null;
};

const REFERENCE_SEPARATOR = ' / ';

export class Places {
  readonly #byId = new Map<number, { entry: RegisterEntry; place: Place }>();
  readonly #byName = new Map<string, Place[]>();
  readonly #byCode = new Map<string, RegisterEntry[]>();
  readonly #children = new Map<string, RegisterEntry[]>();

  constructor(register: readonly RegisterEntry[]) {
    for (const entry of [...register].sort((a, b) => a.path.length - b.path.length)) {
      const { id, path, kind, facts, parentId } = entry;
      const place: Place = {
        id,
        path,
        kind,
        name: facts.name,
        shortName: facts.shortName,
        parent: parentId === null ? null : (this.#byId.get(parentId)?.place ?? null),
      };
      this.#byId.set(id, { entry, place });
      this.add(place);
      for (const code of codesOf(facts)) push(this.#byCode, code, entry);
      for (const form of formsOf([facts.name, facts.shortName, ...(facts.aliases ?? [])]))
        push(this.#children, `${parentId} ${kind} ${form}`, entry);
    }
  }

  add(place: Place): void {
    for (const form of formsOf([place.name, place.shortName])) push(this.#byName, form, place);
  }

  /** «г. Примерск», or «г. Примерск / СОШ № 7» where the name alone is not enough. */
  named(reference: string): Place | 'several' | null {
    const steps = reference.split(REFERENCE_SEPARATOR).map(normaliseOrganisationName);
    const fits = (place: Place | null | undefined, at: number): boolean =>
      at < 0 ||
      (place !== null &&
        place !== undefined &&
        (formsOf([place.name, place.shortName]).includes(steps[at]!)
          ? fits(place.parent, at - 1)
          : at < steps.length - 1 && fits(place.parent, at)));
    const found = (this.#byName.get(steps.at(-1)!) ?? []).filter((place) => fits(place, steps.length - 1));
    // A school bears a body's name only by chance: the body is meant.
    const bodies = found.filter((place) => place.kind !== 'school');
    const meant = bodies.length > 0 ? bodies : found;
    return meant.length > 1 ? 'several' : (meant[0] ?? null);
  }

  /** What a row is in the register already: by our number, by a code, by its name in its place. */
  known(
    cells: SheetRow['cells'],
    facts: Partial<OrganisationFacts>,
    kind: Kind,
    parent: Place | null,
  ): RegisterEntry | 'several' | null {
    const own = /^\d+$/.test(cells.id ?? '') ? this.#byId.get(Number(cells.id))?.entry : undefined;
    if (own) return own;
    for (const code of codesOf(facts)) {
      const [entry, ...others] = this.#byCode.get(code) ?? [];
      if (entry && others.length === 0) return entry;
    }
    if (parent && parent.id === undefined) return null;
    const found = new Set(
      formsOf([facts.shortName ?? facts.name ?? '']).flatMap(
        (form) => this.#children.get(`${parent?.id ?? null} ${kind} ${form}`) ?? [],
      ),
    );
    // Somebody else's code on a like-named school means another school.
    const same = [...found].filter((entry) => !contradicts(entry.facts, facts));
    return same.length > 1 ? 'several' : (same[0] ?? null);
  }

  parentOf({ parentId }: RegisterEntry): Place | null {
    return parentId === null ? null : (this.#byId.get(parentId)?.place ?? null);
  }
}

/** How a sheet names a body so that it is found again. */
export function referenceTo(
  id: number,
  register: ReadonlyMap<number, RegisterEntry>,
  counts: ReadonlyMap<string, number>,
): string {
  const entry = register.get(id);
  if (!entry) return '';
  const { shortName } = entry.facts;
  const above = entry.parentId === null ? '' : referenceTo(entry.parentId, register, counts);
  return (counts.get(normaliseOrganisationName(shortName)) ?? 0) > 1 && above !== ''
    ? `${above}${REFERENCE_SEPARATOR}${shortName}`
    : shortName;
}

const CODES = ['fisOkoLogin', 'ogeCode', 'egeCode', 'ogrn'] as const;

function codesOf(facts: Partial<OrganisationFacts>): string[] {
  return CODES.flatMap((key) => (facts[key] ? [`${key} ${facts[key]}`] : []));
}

function contradicts(entry: OrganisationFacts, facts: Partial<OrganisationFacts>): boolean {
  return CODES.some((key) => entry[key] && facts[key] && entry[key] !== facts[key]);
}

function formsOf(names: readonly string[]): string[] {
  return [...new Set(names.map(normaliseOrganisationName).filter((form) => form !== ''))];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
