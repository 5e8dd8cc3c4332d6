/** Written by `bin/opora db types` from the migrations. Do not edit. */
import type { ColumnType } from 'kysely';

/** Kysely's own does not look inside a column that has other types on insert. */
export type Generated<T> = T extends ColumnType<infer S, infer I, infer U> ? ColumnType<S, I | undefined, U> : ColumnType<T, T | undefined, T>;
export type Timestamp = ColumnType<Date, Date | string, Date | string>;
export type Json = ColumnType<unknown, string, string>;

export interface AccountsTable {
  id: string;
  user_id: string;
  account_id: string;
  provider_id: string;
  access_token: string | null;
  refresh_token: string | null;
  id_token: string | null;
  access_token_expires_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  refresh_token_expires_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  scope: string | null;
  password: string | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
}

export interface AdoptionsTable {
  id: Generated<number>;
  measure_id: number;
  organisation_id: number;
  decision: string;
  reason: string | null;
  child_measure_id: number | null;
  decided_by: string | null;
  decided_at: Generated<Timestamp>;
}

export interface ApiRepliesTable {
  token_id: number;
  key: string;
  request_sha256: string;
  status: number | null;
  body: ColumnType<unknown, string | null, string | null>;
  asked_at: Timestamp;
}

export interface ApiTokensTable {
  id: Generated<number>;
  user_id: string;
  name: string;
  purpose: string;
  token_sha256: string;
  role: string;
  organisation_id: number;
  rights: string[];
  uses: Generated<string[]>;
  valid_from: string;
  valid_until: string;
  created_at: Timestamp;
  last_used_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  revoked_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  revoked_by: string | null;
}

export interface AssessmentReferencesTable {
  id: Generated<number>;
  kind: string;
  region_id: number | null;
  assessment: string;
  subject: string;
  paper_grade: number;
  year: number;
  content: Json;
  source: string;
  version: number;
  reason: string | null;
  created_by: string | null;
  created_at: Generated<Timestamp>;
  replaced_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  import_id: number | null;
  undone_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface AuditChainTable {
  position: number;
  event_id: number;
  payload_salt: Buffer | null;
  payload_digest: Buffer;
  source_salt: Buffer | null;
  source_digest: Buffer;
  hash: Buffer;
}

export interface AuditEventsTable {
  id: Generated<number>;
  at: Timestamp;
  actor_id: string | null;
  organisation_id: number | null;
  action: string;
  object_type: string;
  object_id: string;
  before: ColumnType<unknown, string | null, string | null>;
  after: ColumnType<unknown, string | null, string | null>;
  reason: string | null;
  request_id: string | null;
  source: string | null;
  kind: Generated<string>;
}

export interface AuditUnsealedTable {
  event_id: number;
}

export interface CalendarFeedsTable {
  id: Generated<number>;
  user_id: string;
  plan_id: number | null;
  token_sha256: string;
  created_at: Generated<Timestamp>;
  last_read_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  revoked_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface ColumnMappingsTable {
  id: Generated<number>;
  region_id: number;
  signature: string;
  mapping: Json;
  decided_by: string | null;
  decided_at: Generated<Timestamp>;
}

export interface EmergencyOpeningsTable {
  id: Generated<number>;
  opened_by: string;
  organisation_id: number;
  reason: string;
  opened_at: Timestamp;
  ends_at: Timestamp;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  ended_by: string | null;
}

export interface EvidenceDocumentsTable {
  id: Generated<number>;
  organisation_id: number;
  kind: string;
  number: string | null;
  dated_on: string | null;
  title: string;
  file_sha256: string | null;
  file_name: string | null;
  url: string | null;
  created_by: string | null;
  created_at: Generated<Timestamp>;
}

export interface ExecutionDocumentsTable {
  execution_id: number;
  document_id: number;
}

export interface ExecutionsTable {
  id: Generated<number>;
  occurrence_id: number;
  mark_text: string;
  done_on: string;
  without_document_reason: string | null;
  submitted_by: string | null;
  submitted_at: Timestamp;
  reviewed_by: string | null;
  reviewed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  review_comment: string | null;
  version: Generated<number>;
}

export interface FilesTable {
  sha256: string;
  size: number;
  content_type: string;
  created_at: Generated<Timestamp>;
}

export interface FormerRoleAssignmentsTable {
  id: number;
  user_id: string;
  organisation_id: number;
  role: string;
  basis: string;
  valid_from: string | null;
  valid_until: string | null;
  reason: string | null;
  order_number: string | null;
  order_dated_on: string | null;
  granted_by: string | null;
  granted_at: Timestamp;
  ended_by: string | null;
  ended_at: Timestamp;
  end_reason: string | null;
}

export interface GlossaryEntriesTable {
  id: Generated<number>;
  plan_id: number;
  position: number;
  term: string;
  meaning: string;
}

export interface IdentificationRunSchoolsTable {
  run_id: number;
  position: number;
  school_key: string;
  organisation_id: number | null;
  login: string;
  name: string;
  municipality: string | null;
  status: string;
  probability: number | null;
  note: string | null;
  reasons: Generated<Json>;
  nearest: Generated<Json>;
  listed_share: number | null;
}

export interface IdentificationRunsTable {
  id: Generated<number>;
  region_id: number;
  methodology_version_id: number | null;
  methodology_code: string;
  methodology_version: number;
  methodology_title: string;
  methodology_body: string;
  permitted_uses: string[];
  year: number;
  settings: Generated<Json>;
  state: Generated<string>;
  error: ColumnType<unknown, string | null, string | null>;
  program: string | null;
  inputs: Generated<Json>;
  data_sha256: string | null;
  result_sha256: string | null;
  hash: string | null;
  summary: ColumnType<unknown, string | null, string | null>;
  note: string | null;
  created_by: string | null;
  created_at: Generated<Timestamp>;
  started_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  finished_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  progress: Generated<number>;
  sensitivity: ColumnType<unknown, string | null, string | null>;
}

export interface IntegrityCheckRequestsTable {
  id: Generated<number>;
  region_id: number;
  year: number;
  state: Generated<string>;
  progress: Generated<number>;
  error: ColumnType<unknown, string | null, string | null>;
  check_id: number | null;
  requested_by: string | null;
  requested_at: Timestamp;
  finished_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface IntegrityChecksTable {
  id: Generated<number>;
  region_id: number;
  year: number;
  level: number;
  tested: number;
  inputs: Json;
  checked_by: string | null;
  checked_at: Timestamp;
  replaced_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface IntegrityFindingsTable {
  check_id: number;
  organisation_id: number;
  pupils: number;
  q: number | null;
  reason: boolean;
  signals: Json;
  counter: Json;
}

export interface IntegrityReviewStepsTable {
  id: Generated<number>;
  review_id: number;
  kind: string;
  comment: string;
  file_sha256: string | null;
  file_name: string | null;
  done_by: string | null;
  done_at: Timestamp;
}

export interface IntegrityReviewsTable {
  id: Generated<number>;
  organisation_id: number;
  year: number;
  state: string;
  outcome: string | null;
  version: Generated<number>;
  opened_at: Timestamp;
  closed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface MeasurePartiesTable {
  id: Generated<number>;
  measure_id: number;
  position: number;
  text: string;
  organisation_name: string | null;
  organisation_id: number | null;
  confidence: number | null;
  person: string | null;
  post: string | null;
  by_agreement: Generated<boolean>;
}

export interface MeasureResultsTable {
  id: Generated<number>;
  measure_id: number;
  position: number;
  text: string;
  kind: Generated<string>;
}

export interface MeasureSchoolsTable {
  measure_id: number;
  position: number;
  party_position: number | null;
  name: string;
  type: string | null;
  number: string | null;
  organisation_id: number | null;
}

export interface MeasuresTable {
  id: Generated<number>;
  plan_id: number;
  section_id: number | null;
  position: number;
  number: string | null;
  text: string;
  deadline_text: Generated<string>;
  deadline_kind: Generated<string>;
  deadline: Json;
  note: string | null;
  imported_execution: string | null;
  imported_links: Generated<string[]>;
  weight: Generated<number>;
  parent_measure_id: number | null;
  schedule_plan_id: number | null;
  audience: Generated<string[]>;
  other: Generated<Json>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  removed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface MethodologiesTable {
  id: Generated<number>;
  region_id: number;
  code: string;
  created_by: string | null;
  created_at: Generated<Timestamp>;
}

export interface MethodologyVersionsTable {
  id: Generated<number>;
  methodology_id: number;
  version: number;
  state: Generated<string>;
  title: string;
  purpose: string;
  body: string;
  hash: string;
  permitted_uses: string[];
  edits: Generated<number>;
  author: string | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  published_by: string | null;
  published_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface NotificationsTable {
  id: Generated<number>;
  user_id: string;
  kind: string;
  title: string;
  body: Generated<string>;
  href: string;
  dedupe_key: string;
  created_at: Generated<Timestamp>;
  read_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  mailed_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface ObserverAssignmentsTable {
  id: Generated<number>;
  school_id: number;
  work: string;
  observed_on: string;
  observer_organisation_id: number | null;
  observer_name: string | null;
  state: Generated<string>;
  report: string | null;
  version: Generated<number>;
  assigned_by: string | null;
  assigned_at: Timestamp;
  ended_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface OccurrencesTable {
  id: Generated<number>;
  measure_id: number;
  plan_id: number;
  organisation_id: number;
  sequence: number;
  label: string;
  window_from: string | null;
  due_on: string | null;
  state: Generated<string>;
  done_on: string | null;
  proved: Generated<boolean>;
}

export interface OlympiadParticipationsTable {
  id: Generated<number>;
  region_id: number;
  school_key: string;
  organisation_id: number | null;
  year: number;
  stage: string;
  subject: string;
  participants: number;
  winners: number | null;
  file_sha256: string | null;
  recorded_at: Timestamp;
  replaced_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  import_id: number | null;
  replaced_by_import_id: number | null;
  recorded_by: string | null;
}

export interface OrganisationAliasesTable {
  id: Generated<number>;
  organisation_id: number;
  alias: string;
}

export interface OrganisationsTable {
  id: Generated<number>;
  kind: string;
  parent_id: number | null;
  path: string;
  name: string;
  short_name: string;
  school_type: string | null;
  settlement_type: string | null;
  number: string | null;
  fis_oko_login: string | null;
  oge_code: string | null;
  ege_code: string | null;
  inn: string | null;
  ogrn: string | null;
  address: string | null;
  status: Generated<string>;
  opened_on: string | null;
  closed_on: string | null;
  successor_id: number | null;
  search_text: Generated<string>;
  normal_names: Generated<string[]>;
  version: Generated<number>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
}

export interface OutboxMailsTable {
  id: Generated<number>;
  to_address: string;
  subject: string;
  body_text: string;
  created_at: Generated<Timestamp>;
  sent_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  attempts: Generated<number>;
  last_error: string | null;
}

export interface PlanOrdersTable {
  id: Generated<number>;
  plan_id: number;
  purpose: string;
  kind: string;
  body: string | null;
  number: string;
  dated_on: string;
  signatory: string | null;
  file_sha256: string | null;
  file_name: string | null;
  revision: number | null;
  created_by: string | null;
  created_at: Generated<Timestamp>;
}

export interface PlanReadingsTable {
  id: Generated<number>;
  organisation_id: number;
  file_sha256: string;
  file_name: string;
  state: Generated<string>;
  source: ColumnType<unknown, string | null, string | null>;
  reading: ColumnType<unknown, string | null, string | null>;
  corrected: ColumnType<unknown, string | null, string | null>;
  error: ColumnType<unknown, string | null, string | null>;
  plan_id: number | null;
  version: Generated<number>;
  created_by: string | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
}

export interface PlanRevisionsTable {
  plan_id: number;
  revision: number;
  effective_on: string;
  content: Json;
  created_at: Generated<Timestamp>;
}

export interface PlanSectionsTable {
  id: Generated<number>;
  plan_id: number;
  parent_id: number | null;
  position: number;
  number: string | null;
  title: string;
}

export interface PlansTable {
  id: Generated<number>;
  organisation_id: number;
  level: string;
  title: string;
  period_from: string | null;
  period_to: string | null;
  goal: string | null;
  tasks: Generated<string[]>;
  state: Generated<string>;
  is_model: Generated<boolean>;
  parent_plan_id: number | null;
  rhythm: Generated<string>;
  version: Generated<number>;
  revision: number | null;
  amending_since: ColumnType<Date | null, Date | string | null, Date | string | null>;
  offered_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  stamp: ColumnType<unknown, string | null, string | null>;
  other: Generated<Json>;
  created_by: string | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  deleted_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface ReferenceImportsTable {
  id: Generated<number>;
  region_id: number;
  file_sha256: string;
  file_name: string;
  created_by: string | null;
  created_at: Timestamp;
  undone_by: string | null;
  undone_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface ResultImportFilePartsTable {
  file_id: number;
  part_id: number;
}

export interface ResultImportFilesTable {
  id: Generated<number>;
  import_id: number;
  position: number;
  file_sha256: string;
  name: string;
  size: number;
  state: Generated<string>;
  accepted: Generated<boolean>;
  counts: ColumnType<unknown, string | null, string | null>;
  issues: Generated<Json>;
  error: ColumnType<unknown, string | null, string | null>;
  columns: ColumnType<unknown, string | null, string | null>;
  kind: string | null;
  records: ColumnType<unknown, string | null, string | null>;
  recounts_part_id: number | null;
}

export interface ResultImportsTable {
  id: Generated<number>;
  organisation_id: number;
  state: Generated<string>;
  year: number | null;
  version: Generated<number>;
  cancel_asked_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  created_by: string | null;
  created_at: Generated<Timestamp>;
  started_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  read_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  applied_by: string | null;
  applied_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  undone_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  kind: Generated<string>;
}

export interface ResultPartsTable {
  id: Generated<number>;
  organisation_id: number;
  file_sha256: string;
  file_name: string;
  lake_sha256: string;
  format: string;
  procedure_id: string;
  assessment: string;
  subject: string;
  year: number;
  round: string;
  paper_grade: number;
  pupil_grade: number;
  items: Json;
  maximum: number;
  reference_entries: Generated<Json>;
  schools: number;
  pupils: number;
  absent: number;
  linkable: Generated<boolean>;
  created_at: Generated<Timestamp>;
}

export interface ResultSetPartsTable {
  set_id: number;
  part_id: number;
}

export interface ResultSetsTable {
  id: Generated<number>;
  organisation_id: number;
  procedure_id: string;
  assessment: string;
  subject: string;
  year: number;
  round: string;
  paper_grade: number;
  pupil_grade: number;
  version: number;
  state: string;
  import_id: number;
  supersedes_id: number | null;
  superseded_by: number | null;
  schools: number;
  pupils: number;
  absent: number;
  below: number | null;
  created_at: Timestamp;
}

export interface RoleAssignmentsTable {
  id: Generated<number>;
  user_id: string;
  organisation_id: number;
  role: string;
  valid_until: string | null;
  granted_by: string | null;
  granted_at: Generated<Timestamp>;
  basis: Generated<string>;
  valid_from: string | null;
  reason: string | null;
  order_number: string | null;
  order_dated_on: string | null;
}

export interface SchoolContextsTable {
  id: Generated<number>;
  region_id: number;
  school_key: string;
  organisation_id: number | null;
  year: number;
  source: string;
  facts: Json;
  file_sha256: string | null;
  recorded_by: string | null;
  recorded_at: Timestamp;
  replaced_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  import_id: number | null;
  replaced_by_import_id: number | null;
}

export interface SchoolKeysTable {
  id: Generated<number>;
  region_id: number;
  school_key: string;
  organisation_id: number;
  decided_by: string | null;
  decided_at: Generated<Timestamp>;
}

export interface SchoolResultsTable {
  part_id: number;
  school_key: string;
  school_name: string | null;
  municipality: string | null;
  organisation_id: number | null;
  n: number;
  absent: number;
  below: number | null;
  marks: number[] | null;
  sum: number;
  sum_of_squares: number;
  maximum: number;
  histogram: number[];
  item_sums: number[];
  item_counts: number[];
  journal: number[] | null;
}

export interface SessionsTable {
  id: string;
  user_id: string;
  token: string;
  expires_at: Timestamp;
  ip_address: string | null;
  user_agent: string | null;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  used_at: Generated<Timestamp>;
  provider: Generated<boolean>;
  second_factor: Generated<boolean>;
}

export interface SettingsTable {
  key: string;
  value: Json;
  updated_at: Generated<Timestamp>;
}

export interface SignInFailuresTable {
  subject: string;
  failures: number;
  last_at: Timestamp;
  locked_until: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface SupportListAgreementsTable {
  list_id: number;
  municipality_id: number;
  state: Generated<string>;
  asked_at: Timestamp;
  due_on: string | null;
  decided_by: string | null;
  decided_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface SupportListOrdersTable {
  id: Generated<number>;
  list_id: number;
  purpose: string;
  number: string;
  dated_on: string;
  body: string;
  signatory_post: string;
  signatory_name: string;
  schools: number;
  created_by: string | null;
  created_at: Timestamp;
}

export interface SupportListRemarksTable {
  id: Generated<number>;
  list_school_id: number;
  kind: string;
  text: string;
  author: string | null;
  organisation_id: number | null;
  created_at: Timestamp;
  answer: string | null;
  accepted: boolean | null;
  answered_by: string | null;
  answered_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface SupportListSchoolsTable {
  id: Generated<number>;
  list_id: number;
  organisation_id: number | null;
  name: string;
  municipality: string | null;
  login: string | null;
  origin: string;
  included: Generated<boolean>;
  decision_reason: string | null;
  decided_by: string | null;
  decided_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  run_status: string | null;
  probability: number | null;
  reasons: Generated<Json>;
  entered_on: string | null;
  left_on: string | null;
  watch_until: string | null;
  exit_reason: string | null;
}

export interface SupportListStatesTable {
  id: Generated<number>;
  list_id: number;
  state: string;
  note: string | null;
  changed_by: string | null;
  changed_at: Timestamp;
}

export interface SupportListsTable {
  id: Generated<number>;
  region_id: number;
  origin: string;
  purpose: Generated<string>;
  title: string;
  year: number;
  run_id: number | null;
  state: string;
  exit_rule: ColumnType<unknown, string | null, string | null>;
  permitted_uses: string[];
  source: string | null;
  file_sha256: string | null;
  file_name: string | null;
  version: Generated<number>;
  created_by: string | null;
  created_at: Generated<Timestamp>;
  deleted_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface SupportTasksTable {
  id: Generated<number>;
  list_school_id: number;
  organisation_id: number;
  kind: string;
  title: string;
  due_on: string;
  state: Generated<string>;
  plan_id: number | null;
  result: string | null;
  created_by: string | null;
  created_at: Timestamp;
  done_by: string | null;
  done_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
}

export interface TrainingCoursesTable {
  id: Generated<number>;
  table_id: number;
  position: number;
  number: string | null;
  programme: string;
  hours: number | null;
  starts_on: string | null;
  ends_on: string | null;
  provider: string | null;
  teachers: number | null;
  managers: number | null;
  schools: Generated<string[]>;
}

export interface TrainingTablesTable {
  id: Generated<number>;
  plan_id: number;
  position: number;
  title: string | null;
  stated_teachers: number | null;
  stated_managers: number | null;
}

export interface TwoFactorsTable {
  id: string;
  user_id: string;
  secret: string;
  backup_codes: string;
  verified: Generated<boolean>;
  failed_verification_count: Generated<number>;
  locked_until: ColumnType<Date | null, Date | string | null, Date | string | null>;
  used_codes: Generated<string[]>;
}

export interface UserPreferencesTable {
  user_id: string;
  theme: Generated<string>;
  text_size: Generated<number>;
  digest: Generated<string>;
}

export interface UsersTable {
  id: string;
  name: string;
  email: string;
  email_verified: Generated<boolean>;
  image: string | null;
  post: string | null;
  disabled_at: ColumnType<Date | null, Date | string | null, Date | string | null>;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
  two_factor_enabled: Generated<boolean>;
}

export interface VerificationsTable {
  id: string;
  identifier: string;
  value: string;
  expires_at: Timestamp;
  created_at: Generated<Timestamp>;
  updated_at: Generated<Timestamp>;
}

export interface DB {
  accounts: AccountsTable;
  adoptions: AdoptionsTable;
  api_replies: ApiRepliesTable;
  api_tokens: ApiTokensTable;
  assessment_references: AssessmentReferencesTable;
  audit_chain: AuditChainTable;
  audit_events: AuditEventsTable;
  audit_unsealed: AuditUnsealedTable;
  calendar_feeds: CalendarFeedsTable;
  column_mappings: ColumnMappingsTable;
  emergency_openings: EmergencyOpeningsTable;
  evidence_documents: EvidenceDocumentsTable;
  execution_documents: ExecutionDocumentsTable;
  executions: ExecutionsTable;
  files: FilesTable;
  former_role_assignments: FormerRoleAssignmentsTable;
  glossary_entries: GlossaryEntriesTable;
  identification_run_schools: IdentificationRunSchoolsTable;
  identification_runs: IdentificationRunsTable;
  integrity_check_requests: IntegrityCheckRequestsTable;
  integrity_checks: IntegrityChecksTable;
  integrity_findings: IntegrityFindingsTable;
  integrity_review_steps: IntegrityReviewStepsTable;
  integrity_reviews: IntegrityReviewsTable;
  measure_parties: MeasurePartiesTable;
  measure_results: MeasureResultsTable;
  measure_schools: MeasureSchoolsTable;
  measures: MeasuresTable;
  methodologies: MethodologiesTable;
  methodology_versions: MethodologyVersionsTable;
  notifications: NotificationsTable;
  observer_assignments: ObserverAssignmentsTable;
  occurrences: OccurrencesTable;
  olympiad_participations: OlympiadParticipationsTable;
  organisation_aliases: OrganisationAliasesTable;
  organisations: OrganisationsTable;
  outbox_mails: OutboxMailsTable;
  plan_orders: PlanOrdersTable;
  plan_readings: PlanReadingsTable;
  plan_revisions: PlanRevisionsTable;
  plan_sections: PlanSectionsTable;
  plans: PlansTable;
  reference_imports: ReferenceImportsTable;
  result_import_file_parts: ResultImportFilePartsTable;
  result_import_files: ResultImportFilesTable;
  result_imports: ResultImportsTable;
  result_parts: ResultPartsTable;
  result_set_parts: ResultSetPartsTable;
  result_sets: ResultSetsTable;
  role_assignments: RoleAssignmentsTable;
  school_contexts: SchoolContextsTable;
  school_keys: SchoolKeysTable;
  school_results: SchoolResultsTable;
  sessions: SessionsTable;
  settings: SettingsTable;
  sign_in_failures: SignInFailuresTable;
  support_list_agreements: SupportListAgreementsTable;
  support_list_orders: SupportListOrdersTable;
  support_list_remarks: SupportListRemarksTable;
  support_list_schools: SupportListSchoolsTable;
  support_list_states: SupportListStatesTable;
  support_lists: SupportListsTable;
  support_tasks: SupportTasksTable;
  training_courses: TrainingCoursesTable;
  training_tables: TrainingTablesTable;
  two_factors: TwoFactorsTable;
  user_preferences: UserPreferencesTable;
  users: UsersTable;
  verifications: VerificationsTable;
}
