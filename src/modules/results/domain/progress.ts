/** How far an import is, and how long it still takes at the pace so far. */
export type ReadingProgress = { files: number; filesDone: number; bytes: number; bytesDone: number };

/** Seconds; null until enough is read to tell. */
export function secondsLeft({ bytes, bytesDone, filesDone }: ReadingProgress, secondsSpent: number): number | null {
  if (filesDone === 0 || bytesDone === 0 || secondsSpent <= 0) return null;
  return Math.ceil((secondsSpent / bytesDone) * (bytes - bytesDone));
}

/** «около 2 минут», as a person would say it. */
export function timeLeftInWords(seconds: number): string {
  if (seconds < 10) return 'несколько секунд';
  if (seconds < 60) return 'меньше минуты';
  const minutes = Math.round(seconds / 60);
  return minutes === 1 ? 'около минуты' : `около ${minutes} минут`;
}
