/** The address of a list holds everything about it: filters, sort, page. */
import type { Sort } from './ui/index.ts';

/** The same address with some parameters changed; an empty value takes its parameter away. The page starts anew. */
export function withParameters(url: URL | string, changes: Record<string, string | number | null | undefined>): string {
  const { pathname, searchParams } = new URL(url, 'http://opora.invalid');
  const next = new URLSearchParams([...searchParams].filter(([name, value]) => name !== 'page' && value !== ''));
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '') next.delete(name);
    else next.set(name, String(value));
  }
  const query = next.toString();
  return query ? `${pathname}?${query}` : pathname;
}

/** The page asked for, from 1. */
export function pageOf(url: URL): number {
  const page = Number(url.searchParams.get('page') ?? 1);
  return Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

/** `sort=name` or `sort=-name`, if the key is one of the known. */
export function sortOf<Key extends string>(
  url: URL,
  known: readonly Key[],
): { key: Key; direction: Sort['direction'] } | undefined {
  const given = url.searchParams.get('sort') ?? '';
  const key = known.find((candidate) => candidate === given.replace(/^-/, ''));
  return key && { key, direction: given.startsWith('-') ? 'desc' : 'asc' };
}

export function sortParameter(key: string, direction: Sort['direction']): string {
  return direction === 'desc' ? `-${key}` : key;
}

/** The parameter, if it is one of the known values. */
export function oneOf<Value extends string>(url: URL, name: string, known: readonly Value[]): Value | undefined {
  const given = url.searchParams.get(name);
  return known.find((value) => value === given);
}
