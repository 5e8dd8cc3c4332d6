/** A positive whole number in the address, or null when it is absent or something else. */
export function numberOf(url: URL, name: string): number | null {
  const value = url.searchParams.get(name) ?? '';
  return /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null;
}

/** The id in a path; what is none leads nowhere. */
export function idIn(value: string | undefined): number {
  return value !== undefined && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 0;
}

/** The address of a list as its links start from. */
export function hereOf(url: URL): string {
  return url.pathname + url.search;
}
