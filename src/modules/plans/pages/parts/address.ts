/** Addresses that keep the filters of a list while one thing changes. */
export type Query = Record<string, string | number | undefined>;

/** The path with the filled parameters. */
export function href(path: string, query: Query): string {
  const filled = Object.entries(query).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
  );
  const params = new URLSearchParams(filled.map(([name, value]) => [name, String(value)]));
  return params.size === 0 ? path : `${path}?${params}`;
}

/** A positive whole number from the address, or the given one. */
export function whole(text: string | null | undefined, otherwise: number): number {
  const number = Number(text);
  return Number.isSafeInteger(number) && number > 0 ? number : otherwise;
}

/** One of the known values from the address, or nothing. */
export function oneOf<Value extends string>(known: readonly Value[], text: string | null): Value | undefined {
  return known.find((value) => value === text);
}

/** The id of an address; anything else is a page that does not exist. */
export function idOf(params: Record<string, string | undefined>, name: string): number {
  return whole(params[name], 0);
}
