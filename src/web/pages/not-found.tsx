import { AppError } from '#kernel/errors.ts';

/** Every address that no other page answers. */
export function loader(): never {
  throw new AppError('notFound');
}

export default function NotFound() {
  return null;
}
