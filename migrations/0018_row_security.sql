-- A second wall under the scoped queries: requests of the web server run as the role opora_web, which owns nothing, and
-- see the rows that the settings opora.* of their connection allow. Without settings they see none. The owner of the
-- tables (worker, command line, migrations) is not held by policies. docs/adr/0014-row-level-security.md

create function acting_user() returns text language sql stable
  begin atomic select nullif(current_setting('opora.user', true), ''); end;

-- Organisations in the subtrees of the roles of who acts: 'opora.subtrees' holds their paths, '1.4.,1.9.'.
create function seen_organisations() returns table (id bigint) language sql stable
  begin atomic
    select o.id from unnest(string_to_array(current_setting('opora.subtrees', true), ',')) as subtree (path)
    join organisations o on o.path >= subtree.path collate "C" and o.path < (subtree.path || ':') collate "C";
  end;

-- The same and the organisations above them, whose plans and catalogues come down.
create function seen_or_above_organisations() returns table (id bigint) language sql stable
  begin atomic
    select s.id from seen_organisations() s
    union all
    select unnest(string_to_array(current_setting('opora.above', true), ',')::bigint[]);
  end;

-- Where who acts is an administrator.
create function administered_organisations() returns table (id bigint) language sql stable
  begin atomic
    select o.id from unnest(string_to_array(current_setting('opora.administers', true), ',')) as subtree (path)
    join organisations o on o.path >= subtree.path collate "C" and o.path < (subtree.path || ':') collate "C";
  end;

create function is_administrator() returns boolean language sql stable
  begin atomic select coalesce(current_setting('opora.administers', true), '') <> ''; end;

-- Oneself; for an administrator also who has a role in the own organisations, or none yet.
create function manages_person(person text) returns boolean language sql stable
  begin atomic
    select person = acting_user() or (is_administrator() and (
      exists (select from role_assignments r where r.user_id = person and r.organisation_id in (select a.id from administered_organisations() a))
      or not exists (select from role_assignments r where r.user_id = person)));
  end;

-- People: names and addresses of those who work, or worked, in what one sees or above it.
alter table users enable row level security;
create policy users_seen on users for select using (
  id = (select acting_user())
  or exists (select from role_assignments r where r.user_id = users.id and r.organisation_id in (select s.id from seen_or_above_organisations() s))
  or exists (select from former_role_assignments f where f.user_id = users.id and f.organisation_id in (select s.id from seen_or_above_organisations() s))
  or ((select is_administrator()) and not exists (select from role_assignments r where r.user_id = users.id)));
create policy users_added on users for insert with check ((select is_administrator()));
create policy users_changed on users for update using (manages_person(id));

-- Who holds what is asked by every notice; it is changed by administrators, and curators by planners too.
alter table role_assignments enable row level security;
create policy role_assignments_seen on role_assignments for select using (true);
create policy role_assignments_added on role_assignments for insert with check (
  organisation_id in (select a.id from administered_organisations() a)
  or (basis = 'assignment' and organisation_id in (select s.id from seen_organisations() s)));
create policy role_assignments_changed on role_assignments for update using (
  organisation_id in (select a.id from administered_organisations() a));
create policy role_assignments_removed on role_assignments for delete using (
  organisation_id in (select a.id from administered_organisations() a)
  or (basis = 'assignment' and organisation_id in (select s.id from seen_organisations() s)));

alter table former_role_assignments enable row level security;
create policy former_role_assignments_seen on former_role_assignments for select using (
  user_id = (select acting_user()) or organisation_id in (select s.id from seen_or_above_organisations() s));
create policy former_role_assignments_added on former_role_assignments for insert with check (
  organisation_id in (select s.id from seen_organisations() s));

alter table accounts enable row level security;
create policy accounts_managed on accounts using (manages_person(user_id));
alter table sessions enable row level security;
create policy sessions_managed on sessions using (manages_person(user_id));
alter table two_factors enable row level security;
create policy two_factors_managed on two_factors using (manages_person(user_id));
alter table verifications enable row level security;
create policy verifications_managed on verifications using (
  identifier like 'invitation:%' and manages_person(substr(identifier, 12)));
alter table sign_in_failures enable row level security;
create policy sign_in_failures_managed on sign_in_failures using (
  exists (select from users u where subject = 'account:' || u.email and manages_person(u.id)));

alter table user_preferences enable row level security;
create policy user_preferences_own on user_preferences using (user_id = (select acting_user()));
alter table calendar_feeds enable row level security;
create policy calendar_feeds_own on calendar_feeds using (user_id = (select acting_user()));

-- A notice is written to others and read by its owner alone.
alter table notifications enable row level security;
create policy notifications_own on notifications for select using (user_id = (select acting_user()));
create policy notifications_read on notifications for update using (user_id = (select acting_user()));
create function add_notices(users text[], kind text, title text, body text, href text, dedupe_key text, created_at timestamptz)
  returns void language sql security definer
  begin atomic
    insert into notifications (user_id, kind, title, body, href, dedupe_key, created_at)
    select distinct person, add_notices.kind, add_notices.title, add_notices.body, add_notices.href, add_notices.dedupe_key, add_notices.created_at
    from unnest(users) as person
    on conflict on constraint notifications_dedupe_unique do nothing;
  end;

-- Letters are put by whoever writes them and read by administrators.
alter table outbox_mails enable row level security;
create policy outbox_mails_added on outbox_mails for insert with check (true);
create policy outbox_mails_seen on outbox_mails for select using ((select is_administrator()));
create policy outbox_mails_changed on outbox_mails for update using ((select is_administrator()));

-- Evidence: titles come down with the plans above, everything else stays in the subtree.
alter table evidence_documents enable row level security;
create policy evidence_documents_seen on evidence_documents for select using (
  organisation_id in (select s.id from seen_or_above_organisations() s));
create policy evidence_documents_added on evidence_documents for insert with check (
  organisation_id in (select s.id from seen_organisations() s));
create policy evidence_documents_changed on evidence_documents for update using (
  organisation_id in (select s.id from seen_organisations() s));
create policy evidence_documents_removed on evidence_documents for delete using (
  organisation_id in (select s.id from seen_organisations() s));

-- Reasons to check results.
alter table integrity_findings enable row level security;
create policy integrity_findings_seen on integrity_findings using (
  organisation_id in (select s.id from seen_organisations() s));
alter table integrity_reviews enable row level security;
create policy integrity_reviews_seen on integrity_reviews using (
  organisation_id in (select s.id from seen_organisations() s));
alter table integrity_review_steps enable row level security;
create policy integrity_review_steps_seen on integrity_review_steps using (
  exists (select from integrity_reviews r where r.id = review_id));
alter table observer_assignments enable row level security;
create policy observer_assignments_seen on observer_assignments using (
  school_id in (select s.id from seen_organisations() s) or observer_organisation_id in (select s.id from seen_organisations() s));

-- Results: a school's roll-ups, and the catalogue that says in which files of the lake its pupils are.
alter table result_parts enable row level security;
create policy result_parts_seen on result_parts for select using (
  organisation_id in (select s.id from seen_or_above_organisations() s));
create policy result_parts_written on result_parts using (
  organisation_id in (select s.id from seen_organisations() s));
alter table school_results enable row level security;
create policy school_results_seen on school_results using (
  organisation_id in (select s.id from seen_organisations() s)
  or (organisation_id is null and exists (
    select from result_parts p where p.id = part_id and p.organisation_id in (select s.id from seen_organisations() s))));
alter table school_contexts enable row level security;
create policy school_contexts_seen on school_contexts using (
  organisation_id in (select s.id from seen_organisations() s) or region_id in (select s.id from seen_organisations() s));
alter table olympiad_participations enable row level security;
create policy olympiad_participations_seen on olympiad_participations using (
  organisation_id in (select s.id from seen_organisations() s) or region_id in (select s.id from seen_organisations() s));

-- What everybody in a region may compare with is computed from all its schools: such a query names these views. Of the
-- region of who asks, without the keys and names of schools.
create view school_results_to_compare as
  select r.part_id, r.organisation_id, r.n, r.absent, r.below, r.marks, r.sum, r.sum_of_squares, r.maximum, r.histogram,
    r.item_sums, r.item_counts
  from school_results r join result_parts p on p.id = r.part_id
  where current_user <> 'opora_web' or p.organisation_id in (select s.id from seen_or_above_organisations() s);
create view school_contexts_to_compare as
  select c.id, c.region_id, c.organisation_id, c.year, c.source, c.facts, c.replaced_at from school_contexts c
  where current_user <> 'opora_web' or c.region_id in (select s.id from seen_or_above_organisations() s);
