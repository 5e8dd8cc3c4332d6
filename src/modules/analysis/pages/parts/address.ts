import { AppError } from '#kernel/errors.ts';

export function idIn(params: Record<string, string | undefined>, name: string): number {
  const id = Number(params[name]);
  if (!Number.isSafeInteger(id) || id < 1) throw new AppError('notFound');
  return id;
}

export function regionIn(url: URL): number | undefined {
  return Number(url.searchParams.get('region')) || undefined;
}
