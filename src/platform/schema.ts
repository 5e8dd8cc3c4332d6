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

export interface GlossaryEntriesTable {
  id: Generated<number>;
  plan_id: number;
  position: number;
  term: string;
  meaning: string;
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

export interface RoleAssignmentsTable {
  id: Generated<number>;
  user_id: string;
  organisation_id: number;
  role: string;
  valid_until: string | null;
  granted_by: string | null;
  granted_at: Generated<Timestamp>;
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
}

export interface SettingsTable {
  key: string;
  value: Json;
  updated_at: Generated<Timestamp>;
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
  audit_chain: AuditChainTable;
  audit_events: AuditEventsTable;
  audit_unsealed: AuditUnsealedTable;
  calendar_feeds: CalendarFeedsTable;
  evidence_documents: EvidenceDocumentsTable;
  execution_documents: ExecutionDocumentsTable;
  executions: ExecutionsTable;
  files: FilesTable;
  glossary_entries: GlossaryEntriesTable;
  measure_parties: MeasurePartiesTable;
  measure_results: MeasureResultsTable;
  measure_schools: MeasureSchoolsTable;
  measures: MeasuresTable;
  notifications: NotificationsTable;
  occurrences: OccurrencesTable;
  organisation_aliases: OrganisationAliasesTable;
  organisations: OrganisationsTable;
  outbox_mails: OutboxMailsTable;
  plan_orders: PlanOrdersTable;
  plan_readings: PlanReadingsTable;
  plan_revisions: PlanRevisionsTable;
  plan_sections: PlanSectionsTable;
  plans: PlansTable;
  role_assignments: RoleAssignmentsTable;
  sessions: SessionsTable;
  settings: SettingsTable;
  training_courses: TrainingCoursesTable;
  training_tables: TrainingTablesTable;
  user_preferences: UserPreferencesTable;
  users: UsersTable;
  verifications: VerificationsTable;
}
