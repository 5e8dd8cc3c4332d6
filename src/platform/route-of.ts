/** What metrics, logs and traces call an address: its route, without who or what it is about. */

/** `/plans/17/report.data` → `/plans/:id/report`: numbers and secrets in addresses are no routes. */
export function routeOf(path: string): string {
  return path
    .replace(/\.data$/, '')
    .split('/')
    .map((part) => (/^\d+(?:\.\w+)?$/.test(part) ? ':id' : part.length > 24 || /%|@/.test(part) ? ':text' : part))
    .join('/');
}
