/** The site map as patterns of pages, so that a walk can tell which kinds of page it has seen. */
import type { RouteConfigEntry } from '@react-router/dev/routes';
import routes from '#web/routes.ts';

/** 'plans/:planId' of every route that shows a page; files and buttons are none. */
export const PAGE_PATTERNS: readonly string[] = [...new Set(pagesOf(routes as RouteConfigEntry[]))].sort(
  mostNamedFirst,
);

const MATCHERS = PAGE_PATTERNS.map((pattern) => ({
  pattern,
  matches: new RegExp(`^/${pattern.replaceAll(/:\w+/g, '[^/]+')}$`),
}));

/** The pattern that answers the address; none for a file, a button or another site. */
export function patternOf(address: string): string | undefined {
  const path = address.split(/[?#]/)[0]!;
  return MATCHERS.find(({ matches }) => matches.test(path))?.pattern;
}

function pagesOf(entries: readonly RouteConfigEntry[], above = ''): string[] {
  return entries.flatMap(({ path, index, children, file }) => {
    const here = [above, path].filter(Boolean).join('/');
    if (children) return pagesOf(children, here);
    return path === '*' || (path === undefined && !index) || !file.endsWith('.tsx') ? [] : [here];
  });
}

/** 'plans/new' answers before 'plans/:planId'. */
function mostNamedFirst(one: string, other: string): number {
  const rank = (pattern: string) => pattern.replaceAll(/:\w+/g, '~');
  return rank(one) < rank(other) ? -1 : 1;
}
