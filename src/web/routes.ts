/** The site map: every address of Opora and the file that answers it. */
import { index, layout, prefix, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  // Before and beside work
  route('sign-in', '../modules/people/pages/sign-in.tsx'),
  route('sign-out', '../modules/people/pages/sign-out.ts'),
  route('appearance', '../modules/people/pages/appearance.ts'),

  layout('layout.tsx', [
    index('pages/today.tsx'),

    // Search, help
    route('search', 'pages/search.tsx'),
    ...prefix('help', [route('keyboard', 'pages/help-keyboard.tsx')]),
    ...prefix('dev', [route('ui', 'pages/dev-ui/dev-ui.tsx')]),

    route('*', 'pages/not-found.tsx'),
  ]),

  // Files and answers for scripts
  route('search/suggestions', 'pages/search-suggestions.ts'),
] satisfies RouteConfig;
