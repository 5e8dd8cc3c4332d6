/** The site map: every address of Opora and the file that answers it. */
import { index, layout, prefix, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  // Before and beside work
  route('sign-in', '../modules/people/pages/sign-in.tsx'),
  route('sign-out', '../modules/people/pages/sign-out.ts'),
  route('invitation/:token', '../modules/people/pages/invitation.tsx'),
  route('appearance', '../modules/people/pages/appearance.ts'),

  layout('layout.tsx', [
    index('pages/today.tsx'),

    // Reports
    route('plans/:planId/report', '../modules/reports/pages/execution-report.tsx'),
    route('plans/:planId/report/rows', '../modules/reports/pages/report-rows.tsx'),
    route('reports', '../modules/reports/pages/reports.tsx'),
    route('reports/rows', '../modules/reports/pages/summary-rows.tsx'),

    // Execution: what to do, what to check, how it goes
    route('tasks', '../modules/execution/pages/tasks.tsx'),
    route('tasks/mark', '../modules/execution/pages/mark-several.tsx'),
    route('review', '../modules/execution/pages/review.tsx'),
    route('overdue', '../modules/execution/pages/overdue.tsx'),
    route('occurrences/:occurrenceId', '../modules/execution/pages/occurrence.tsx'),
    route('dashboard', '../modules/execution/pages/dashboard.tsx'),
    route('organisations/:organisationId/execution', '../modules/execution/pages/organisation.tsx'),
    route('plans/:planId/timeline', '../modules/execution/pages/timeline.tsx'),
    route('calendar', '../modules/execution/pages/calendar.tsx'),

    // Administration
    route('admin', 'pages/admin.tsx'),
    route('admin/users', '../modules/people/pages/users.tsx'),

    // One's own
    route('profile', '../modules/people/pages/profile.tsx', [
      index('../modules/people/pages/profile-person.tsx'),
      route('preferences', '../modules/people/pages/profile-preferences.tsx'),
      route('security', '../modules/people/pages/profile-security.tsx'),
      route('feeds', '../modules/execution/pages/feeds.tsx'),
    ]),

    // Search, help
    route('search', 'pages/search.tsx'),
    ...prefix('help', [route('keyboard', 'pages/help-keyboard.tsx')]),
    ...prefix('dev', [route('ui', 'pages/dev-ui/dev-ui.tsx')]),

    route('*', 'pages/not-found.tsx'),
  ]),

  // Files and answers for scripts
  ...['docx', 'pdf', 'xlsx'].flatMap((format) => [
    route(`plans/:planId/export.${format}`, '../modules/reports/pages/plan-file.ts', { id: `plan-${format}` }),
    route(`plans/:planId/report.${format}`, '../modules/reports/pages/report-file.ts', { id: `report-${format}` }),
  ]),
  route('reports/memo.docx', '../modules/reports/pages/memo-file.ts'),
  route('documents/:documentId/file', '../modules/execution/pages/document-file.ts'),
  route('feeds/:file', '../modules/execution/pages/feed.ts'),
  route('overdue/export/:format', '../modules/execution/pages/overdue-export.ts'),
  route('search/suggestions', 'pages/search-suggestions.ts'),
] satisfies RouteConfig;
