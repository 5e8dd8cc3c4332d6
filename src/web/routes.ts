/** The site map: every address of Opora and the file that answers it. */
import { index, layout, prefix, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  // Before and beside work
  route('sign-in', '../modules/people/pages/sign-in.tsx'),
  route('sign-in/code', '../modules/people/pages/sign-in-code.tsx'),
  route('sign-in/provider', '../modules/people/pages/sign-in-provider.tsx'),
  route('sign-in/provider/return', '../modules/people/pages/sign-in-provider-return.tsx'),
  route('sign-out', '../modules/people/pages/sign-out.ts'),
  route('sign-out/provider', '../modules/people/pages/sign-out-provider.tsx'),
  route('invitation/:token', '../modules/people/pages/invitation.tsx'),
  route('appearance', '../modules/people/pages/appearance.ts'),
  route('accessibility', 'pages/accessibility.tsx'),

  layout('layout.tsx', [
    index('pages/today.tsx'),

    // Plans: the list, new ones, what came down, one plan
    route('plans', '../modules/plans/pages/list.tsx'),
    route('plans/new', '../modules/plans/pages/new-plan.tsx'),
    route('plans/import', '../modules/plans/pages/import-upload.tsx'),
    route('plans/import/:readingId', '../modules/plans/pages/import-review.tsx'),
    route('plans/import/:readingId/saving', '../modules/plans/pages/import-saving.tsx'),
    route('plans/incoming', '../modules/plans/pages/incoming.tsx'),
    route('plans/:planId', '../modules/plans/pages/plan.tsx'),
    route('plans/:planId/adoption', '../modules/plans/pages/adoption.tsx'),
    route('plans/:planId/amendment', '../modules/plans/pages/amendment.tsx'),
    route('plans/:planId/approval', '../modules/plans/pages/approval.tsx'),
    route('plans/:planId/changes', '../modules/plans/pages/changes.tsx'),
    route('plans/:planId/closing', '../modules/plans/pages/closing.tsx'),
    route('plans/:planId/copy', '../modules/plans/pages/copy.tsx'),
    route('plans/:planId/coverage', '../modules/plans/pages/coverage.tsx'),
    route('plans/:planId/coverage/:measureId', '../modules/plans/pages/coverage-measure.tsx'),
    route('plans/:planId/history', '../modules/plans/pages/history.tsx'),
    route('plans/:planId/offer', '../modules/plans/pages/offer.tsx'),
    route('plans/:planId/progress', '../modules/plans/pages/progress.tsx'),
    route('organisations/:organisationId/plans', '../modules/plans/pages/organisation-plans.tsx'),

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

    // Analysis of results
    route('analysis', '../modules/analysis/pages/choice.tsx'),
    route('analysis/quadrant', '../modules/analysis/pages/quadrant.tsx'),
    route('analysis/:procedureId', '../modules/analysis/pages/procedure.tsx'),
    route('organisations/:organisationId/analysis', '../modules/analysis/pages/school.tsx'),

    // Reasons to check results
    route('integrity', '../modules/integrity/pages/list.tsx'),
    route('integrity/observers', '../modules/integrity/pages/observers.tsx'),
    route('integrity/files/:stepId', '../modules/integrity/pages/file.ts'),
    route('integrity/:organisationId/:year', '../modules/integrity/pages/school.tsx'),

    // Lists of schools for support: lists, runs, methodologies
    route('identification', '../modules/identification/pages/lists.tsx'),
    route('identification/compare', '../modules/identification/pages/compare.tsx'),
    route('identification/beside', '../modules/identification/pages/lists-beside.tsx'),
    route('identification/supported', '../modules/identification/pages/supported.tsx'),
    route('identification/tasks/:taskId', '../modules/identification/pages/task.tsx'),
    route('identification/lists/import', '../modules/identification/pages/list-import.tsx'),
    route('identification/lists/new', '../modules/identification/pages/list-new.tsx'),
    route('identification/lists/:listId', '../modules/identification/pages/list.tsx'),
    route('identification/lists/:listId/agreement', '../modules/identification/pages/list-agreement.tsx'),
    route('identification/lists/:listId/exit-rule', '../modules/identification/pages/list-exit-rule.tsx'),
    route('identification/lists/:listId/orders', '../modules/identification/pages/list-orders.tsx'),
    route('identification/lists/:listId/remarks', '../modules/identification/pages/list-remarks.tsx'),
    route('identification/lists/:listId/schools/new', '../modules/identification/pages/list-add.tsx'),
    route('identification/lists/:listId/schools/:listSchoolId', '../modules/identification/pages/list-school.tsx'),
    route('identification/lists/:listId/support', '../modules/identification/pages/list-support.tsx'),
    route('organisations/:organisationId/support', '../modules/identification/pages/school.tsx'),
    route('identification/methodologies', '../modules/identification/pages/methodologies.tsx'),
    route('identification/methodologies/form', '../modules/identification/pages/methodology-form.tsx'),
    route('identification/methodologies/text', '../modules/identification/pages/methodology-text.tsx'),
    route('identification/methodologies/shipped/:code', '../modules/identification/pages/methodology.tsx', {
      id: 'methodology-shipped',
    }),
    route('identification/methodologies/:versionId', '../modules/identification/pages/methodology.tsx', {
      id: 'methodology-own',
    }),
    route('identification/runs', '../modules/identification/pages/runs.tsx'),
    route('identification/runs/new', '../modules/identification/pages/run-new.tsx'),
    route('identification/runs/:runId', '../modules/identification/pages/run.tsx'),
    route('identification/runs/:runId/what-if', '../modules/identification/pages/what-if.tsx'),

    // Schools and organisations
    route('organisations', '../modules/organisations/pages/list.tsx'),
    route('organisations/import', '../modules/organisations/pages/import-upload.tsx'),
    route('organisations/import/:sha256', '../modules/organisations/pages/import-check.tsx'),
    route('organisations/new', '../modules/organisations/pages/new.tsx'),
    route('organisations/:organisationId', '../modules/organisations/pages/organisation.tsx'),
    route('organisations/:organisationId/edit', '../modules/organisations/pages/edit.tsx'),
    route('organisations/:organisationId/move', '../modules/organisations/pages/move.tsx'),
    route('organisations/:organisationId/closing', '../modules/organisations/pages/closing.tsx'),
    route('organisations/:organisationId/reopening', '../modules/organisations/pages/reopening.tsx'),
    route('organisations/:organisationId/history', '../modules/organisations/pages/history.tsx'),

    // Results of assessments
    route('results', '../modules/results/pages/list.tsx'),
    route('results/import', '../modules/results/pages/import-upload.tsx'),
    route('results/import/:importId', '../modules/results/pages/import.tsx'),
    route('results/import/:importId/files/:fileId', '../modules/results/pages/import-file.tsx'),
    route('results/import/:importId/columns/:fileId', '../modules/results/pages/import-columns.tsx'),
    route('results/import/:importId/issues', '../modules/results/pages/import-issues.tsx'),
    route('results/import/:importId/preview', '../modules/results/pages/import-preview.tsx'),
    route('results/template', '../modules/results/pages/template.tsx'),
    route('results/reference', '../modules/results/pages/reference.tsx'),
    route('results/reference/scale', '../modules/results/pages/reference-scale.tsx'),
    route('results/reference/works', '../modules/results/pages/works.tsx'),
    route('results/reference/works/upload', '../modules/results/pages/works-upload.tsx'),
    route('results/reference/works/check/:sha256', '../modules/results/pages/works-check.tsx'),
    route('results/reference/works/entry', '../modules/results/pages/work.tsx'),
    route('results/schools', '../modules/results/pages/unknown.tsx'),
    route('results/schools/match', '../modules/results/pages/unknown-match.tsx'),
    route('results/sets/:procedureId', '../modules/results/pages/set.tsx'),
    route('organisations/:organisationId/context', '../modules/results/pages/context.tsx'),
    route('organisations/:organisationId/context/passport', '../modules/results/pages/context-passport.tsx'),
    route('organisations/:organisationId/context/questionnaire', '../modules/results/pages/context-questionnaire.tsx'),
    route('organisations/:organisationId/context/olympiad', '../modules/results/pages/context-olympiad.tsx'),
    route('organisations/:organisationId/results', '../modules/results/pages/school.tsx'),

    // Emergency access to what only a school itself sees
    route('emergency-access', '../modules/people/pages/emergency-access.tsx'),

    // Curators of schools
    route('curators', '../modules/people/pages/curators.tsx'),
    route('curators/new', '../modules/people/pages/curator-new.tsx'),
    route('curators/:assignmentId', '../modules/people/pages/curator.tsx'),

    // Administration
    route('admin', 'pages/admin.tsx'),
    route('admin/users', '../modules/people/pages/users.tsx'),
    route('admin/users/new', '../modules/people/pages/user-new.tsx'),
    route('admin/users/:userId', '../modules/people/pages/user.tsx'),
    route('admin/users/:userId/account', '../modules/people/pages/user-account.tsx'),
    route('admin/users/:userId/password', '../modules/people/pages/user-password.tsx'),
    route('admin/temporary-roles', '../modules/people/pages/temporary-roles.tsx'),
    route('admin/tokens', '../modules/api-tokens/pages/admin-tokens.tsx'),
    route('admin/settings', '../modules/execution/pages/settings.tsx'),
    route('admin/outbox', '../modules/notifications/pages/outbox.tsx'),
    route('admin/audit', '../modules/audit/pages/audit.tsx'),

    // One's own
    route('notifications', '../modules/notifications/pages/notifications.tsx', { id: 'notifications-unread' }),
    route('notifications/all', '../modules/notifications/pages/notifications.tsx', { id: 'notifications-all' }),
    route('profile', '../modules/people/pages/profile.tsx', [
      index('../modules/people/pages/profile-person.tsx'),
      route('preferences', '../modules/people/pages/profile-preferences.tsx'),
      route('security', '../modules/people/pages/profile-security.tsx'),
      route('second-factor', '../modules/people/pages/profile-second-factor.tsx'),
      route('feeds', '../modules/execution/pages/feeds.tsx'),
      route('tokens', '../modules/api-tokens/pages/profile-tokens.tsx'),
      route('data', '../modules/people/pages/profile-data.tsx'),
    ]),

    // Search, help
    route('search', 'pages/search.tsx'),
    ...prefix('help', [route('keyboard', 'pages/help-keyboard.tsx')]),
    ...prefix('dev', [route('ui', 'pages/dev-ui/dev-ui.tsx')]),

    route('*', 'pages/not-found.tsx'),
  ]),

  // Buttons of a plan
  route('plans/import/:readingId/undo', '../modules/plans/pages/import-undo.ts'),
  route('plans/:planId/deletion', '../modules/plans/pages/deletion.ts'),
  route('plans/:planId/submission', '../modules/plans/pages/submission.ts'),
  route('plans/:planId/undo', '../modules/plans/pages/undo.ts'),

  // Files and answers for scripts
  route('plans/deadline', '../modules/plans/pages/deadline.ts'),
  route('plans/export/:format', '../modules/plans/pages/list-export.ts'),
  route('plans/:planId/coverage/export/:format', '../modules/plans/pages/coverage-export.ts'),
  route('plans/:planId/orders/:orderId/file', '../modules/plans/pages/order-file.ts'),
  ...['docx', 'pdf', 'xlsx'].flatMap((format) => [
    route(`plans/:planId/export.${format}`, '../modules/reports/pages/plan-file.ts', { id: `plan-${format}` }),
    route(`plans/:planId/report.${format}`, '../modules/reports/pages/report-file.ts', { id: `report-${format}` }),
  ]),
  route('reports/memo.docx', '../modules/reports/pages/memo-file.ts'),
  route('documents/:documentId/file', '../modules/execution/pages/document-file.ts'),
  route('identification/lists/:listId/export/:format', '../modules/identification/pages/list-export.ts'),
  route('identification/lists/:listId/orders/draft.docx', '../modules/identification/pages/order-file.ts', {
    id: 'list-order-draft',
  }),
  route('identification/lists/:listId/orders/:orderId/order.docx', '../modules/identification/pages/order-file.ts'),
  route('identification/runs/:runId/bundle', '../modules/identification/pages/run-bundle.ts'),
  route('identification/runs/:runId/export/:format', '../modules/identification/pages/run-export.ts'),
  route('profile/data.json', '../modules/people/pages/profile-data-file.ts'),
  route('feeds/:file', '../modules/execution/pages/feed.ts'),
  route('admin/audit/export/:format', '../modules/audit/pages/audit-export.ts'),
  route('overdue/export/:format', '../modules/execution/pages/overdue-export.ts'),
  route('organisations/export.csv', '../modules/organisations/pages/export.ts', { id: 'organisations-csv' }),
  route('organisations/export.xlsx', '../modules/organisations/pages/export.ts', { id: 'organisations-xlsx' }),
  route('results/import/files', '../modules/results/pages/import-files.ts'),
  route('results/import/:importId/undo', '../modules/results/pages/import-undo.ts'),
  route('results/import/:importId/issues/export/:format', '../modules/results/pages/import-issues-export.ts'),
  route('organisations/:organisationId/context/export/:format', '../modules/results/pages/context-export.ts'),
  route('results/reference/recount', '../modules/results/pages/recount.ts'),
  route('results/reference/scale/:entryId/undo', '../modules/results/pages/scale-undo.ts'),
  route('results/template/:format', '../modules/results/pages/template-file.ts'),
  route(
    'organisations/:organisationId/results/pupils/:procedureId/:format',
    '../modules/results/pages/pupils-export.ts',
  ),
  route('results/reference/works/imports/:importId/undo', '../modules/results/pages/works-undo.ts'),
  route('results/reference/works/export/:format', '../modules/results/pages/works-export.ts'),
  route('results/sets/:procedureId/export/:format', '../modules/results/pages/set-export.ts'),
  route('organisations/:organisationId/results/export/:format', '../modules/results/pages/school-export.ts'),
  route('analysis/quadrant/export/:format', '../modules/analysis/pages/quadrant-export.ts'),
  route('organisations/:organisationId/analysis/export/:block/:format', '../modules/analysis/pages/school-export.ts'),
  route('analysis/:procedureId/export/:block/:format', '../modules/analysis/pages/procedure-export.ts'),
  route('organisations/suggestions', '../modules/organisations/pages/suggestions.ts'),
  route('search/suggestions', 'pages/search-suggestions.ts'),
] satisfies RouteConfig;
