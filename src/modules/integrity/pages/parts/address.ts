/** A whole number in a path; what is none leads nowhere. */
export function numberIn(value: string | undefined): number {
  return value !== undefined && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : 0;
}
