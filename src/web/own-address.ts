/** Only addresses of Opora are gone to when a form says where to go next: the form may come from anywhere. */
export function ownAddress(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
