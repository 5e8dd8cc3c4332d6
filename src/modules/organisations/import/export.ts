/** The register as a sheet that can be read back. */
import type { Sheet, SheetValue } from '#documents/write/sheet.ts';
import { isWithin, type Scope } from '#kernel/actor.ts';
import type { Connection } from '#platform/database.ts';
import { normaliseOrganisationName } from '#kernel/organisation-name.ts';
import { KIND_NAMES, KINDS, STATUS_NAMES } from '../domain/tree.ts';
import { ALIAS_SEPARATOR, type ColumnKey, COLUMNS } from './columns.ts';
import { referenceTo } from './places.ts';
import { type RegisterEntry, registerOf } from '../queries/register.ts';

/** Bodies first, then schools as they stand under them; `only` names those wanted. */
export async function registerSheet(scope: Scope, db: Connection, only?: ReadonlySet<number>): Promise<Sheet> {
  const register = await registerOf(scope, db);
  const byId = new Map(register.map((entry) => [entry.id, entry]));
  const counts = new Map<string, number>();
  for (const { facts } of register) {
    const form = normaliseOrganisationName(facts.shortName);
    counts.set(form, (counts.get(form) ?? 0) + 1);
  }
  const reference = (id: number | null) => (id === null ? null : referenceTo(id, byId, counts));
  const own = register.filter((entry) => isWithin(scope, entry.path) && (only?.has(entry.id) ?? true));
  own.sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || comparePaths(a.path, b.path));
  return {
    name: 'Организации',
    columns: COLUMNS.map(({ key, header }) => ({
      header,
      kind: key === 'openedOn' || key === 'closedOn' ? 'date' : 'text',
    })),
    rows: own.map((entry) => COLUMNS.map(({ key }) => cellOf(entry, key, reference))),
  };
}

function cellOf(entry: RegisterEntry, key: ColumnKey, reference: (id: number | null) => string | null): SheetValue {
  const { facts } = entry;
  switch (key) {
    case 'kind':
      return KIND_NAMES[entry.kind];
    case 'parent':
      return reference(entry.parentId);
    case 'aliases':
      return (facts.aliases ?? []).join(`${ALIAS_SEPARATOR} `) || null;
    case 'status':
      return STATUS_NAMES[entry.status];
    case 'closedOn':
      return entry.closedOn;
    case 'successor':
      return reference(entry.successorId);
    case 'id':
      return String(entry.id);
    default:
      return facts[key] ?? null;
  }
}

function comparePaths(a: string, b: string): number {
  const [left, right] = [a.split('.').map(Number), b.split('.').map(Number)];
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return (left[at] ?? 0) - (right[at] ?? 0);
  return left.length - right.length;
}
