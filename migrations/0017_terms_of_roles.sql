-- Roles for a term: curators assigned to named schools, temporary roles. What has ended is kept as history.

alter table role_assignments
  -- 'post': goes with the post; 'assignment': a curator of a named school; 'temporary': for a term and a reason.
  add column basis text not null default 'post' constraint role_assignments_basis_known check (basis in ('post','assignment','temporary')),
  add column valid_from date,
  add column reason text,
  add column order_number text,
  add column order_dated_on date,
  add constraint role_assignments_term_ordered check (valid_until is null or valid_from is null or valid_from <= valid_until),
  add constraint role_assignments_temporary_explained check (basis <> 'temporary' or (valid_until is not null and length(reason) > 0)),
  add constraint role_assignments_assignment_dated check (basis <> 'assignment' or (valid_from is not null and role = 'curator'));
create index role_assignments_basis_index on role_assignments (basis, organisation_id) where basis <> 'post';

-- A role taken away or replaced by a new term moves here, so that all of role_assignments is what somebody holds.
create table former_role_assignments (
  id bigint constraint former_role_assignments_pk primary key,
  user_id text not null constraint former_role_assignments_user_fk references users (id) on delete cascade,
  organisation_id bigint not null constraint former_role_assignments_organisation_fk references organisations (id),
  role text not null,
  basis text not null,
  valid_from date,
  valid_until date,
  reason text,
  order_number text,
  order_dated_on date,
  granted_by text constraint former_role_assignments_granted_by_fk references users (id),
  granted_at timestamptz not null,
  ended_by text constraint former_role_assignments_ended_by_fk references users (id),
  ended_at timestamptz not null,
  end_reason text
);
create index former_role_assignments_user_index on former_role_assignments (user_id);
create index former_role_assignments_organisation_index on former_role_assignments (organisation_id) where basis <> 'post';
