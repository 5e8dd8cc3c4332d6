import { useEffect } from 'react';
import { type NavigateFunction, useNavigate } from 'react-router';

/** Turns a click on a link of ours into a change of page by the script; anything else is left to the browser. */
export function FollowLinks() {
  const navigate = useNavigate();
  useEffect(() => {
    const onClick = (event: MouseEvent) => follow(event, navigate);
    document.addEventListener('click', onClick);
    return () => document.removeEventListener('click', onClick);
  }, [navigate]);
  return null;
}

function follow(event: MouseEvent, navigate: NavigateFunction): void {
  const isPlainClick = event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  if (event.defaultPrevented || !isPlainClick || !(event.target instanceof Element)) return;
  const link = event.target.closest('a');
  if (!link?.hasAttribute('href') || link.target !== '' || link.hasAttribute('download')) return;
  const { keepPlace, reload } = link.dataset;
  if (reload !== undefined || link.origin !== location.origin || isPlaceOnThisPage(link)) return;
  event.preventDefault();
  const { pathname, search, hash } = link;
  const isSamePage = `${pathname}${search}${hash}` === `${location.pathname}${location.search}${location.hash}`;
  void navigate({ pathname, search, hash }, { preventScrollReset: keepPlace !== undefined, replace: isSamePage });
}

/** `#part` of the page that is open: the browser goes there, and moves the keyboard with it. */
function isPlaceOnThisPage({ pathname, search, hash }: HTMLAnchorElement): boolean {
  return hash !== '' && pathname === location.pathname && search === location.search;
}
