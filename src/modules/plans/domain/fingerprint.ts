/** A short print of data: a form carries that of what it showed, so that a change in between is noticed. */

/** FNV-1a over the JSON with sorted keys: the same data give the same print, whatever the order of keys. */
export function fingerprint(data: unknown): string {
  let hash = 0xcbf29ce484222325n;
  for (const unit of new TextEncoder().encode(canonical(data)))
    hash = BigInt.asUintN(64, (hash ^ BigInt(unit)) * 0x100000001b3n);
  return hash.toString(36);
}

function canonical(data: unknown): string {
  return (
    JSON.stringify(data, (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ) ?? ''
  );
}
