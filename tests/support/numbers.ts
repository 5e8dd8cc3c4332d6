/** Numbers in the names of made-up things; each test file counts from one, whichever files its process ran before. */
const counters = new Map<string, number>();

export function nextNumber(of: string): number {
  const next = (counters.get(of) ?? 0) + 1;
  counters.set(of, next);
  return next;
}

export function restartNumbers(): void {
  counters.clear();
}
