/** The value of one cookie of a request; over HTTPS our cookies are named `__Host-…`. */
export function cookieValue(request: Request, name: string): string | undefined {
  const parts = (request.headers.get('Cookie') ?? '').split(/;\s*/);
  for (const known of [`__Host-${name}`, name]) {
    const part = parts.find((one) => one.startsWith(`${known}=`));
    if (part) return part.slice(known.length + 1);
  }
  return undefined;
}
