import type { AnchorHTMLAttributes } from 'react';

type LinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> & {
  /** An address of this site: `/plans/1`, `?page=2` or `#part`. */
  to: string;
  /** The address is a file or changes what the script knows: the browser itself asks for it. */
  reloadDocument?: boolean;
  /** The new page keeps the place on the screen. */
  preventScrollReset?: boolean;
};

/**
 * A link that the browser's script follows without loading the whole page. It is a bare `<a>`: a table has a hundred of
 * them, and working out each address again through the router took a third of the time of rendering one. `FollowLinks`
 * in the frame of the site hears the clicks.
 */
export function Link({ to, reloadDocument, preventScrollReset, ...rest }: LinkProps) {
  return (
    <a
      {...rest}
      href={to}
      data-reload={reloadDocument ? '' : undefined}
      data-keep-place={preventScrollReset ? '' : undefined}
    />
  );
}
