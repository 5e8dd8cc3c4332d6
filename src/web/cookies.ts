/** The value of one cookie of a request. */
export function cookieValue(request: Request, name: string): string | undefined {
  const header = request.headers.get('Cookie') ?? '';
  return header
    .split(/;\s*/)
    .find((part) => part.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
