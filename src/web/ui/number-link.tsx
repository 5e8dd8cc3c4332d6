import { formatNumber } from '#kernel/format.ts';
import { Link } from './link.tsx';

/** A number that opens its rows; heard alone it says of what it is. Nothing to open behind a zero. */
export function NumberLink({ value, to, about }: { value: number; to: string; about: string }) {
  if (value === 0) return <>0</>;
  const shown = formatNumber(value);
  return (
    <Link to={to} aria-label={`${about}: ${shown}`}>
      {shown}
    </Link>
  );
}
