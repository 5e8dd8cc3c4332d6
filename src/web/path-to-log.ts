/** The addresses of feeds and invitations hold a right that a log must not keep. */
export function pathToLog(path: string): string {
  return path.replace(/[\w-]{43}/, '…');
}
