-- A file may hold several procedures, or facts about schools instead of results.

create table result_import_file_parts (
  file_id bigint not null constraint result_import_file_parts_file_fk references result_import_files (id) on delete cascade,
  part_id bigint not null constraint result_import_file_parts_part_fk references result_parts (id),
  constraint result_import_file_parts_pk primary key (file_id, part_id)
);
create index result_import_file_parts_part_index on result_import_file_parts (part_id);
insert into result_import_file_parts (file_id, part_id) select id, part_id from result_import_files where part_id is not null;
alter table result_import_files drop column part_id;

alter table result_import_files add column kind text constraint result_import_files_kind_known check (kind in ('results','context','passport','olympiad'));
-- Facts about schools as read, until the import is applied.
alter table result_import_files add column records jsonb;

alter table school_contexts add column import_id bigint constraint school_contexts_import_fk references result_imports (id);
alter table school_contexts add column replaced_by_import_id bigint constraint school_contexts_replaced_by_fk references result_imports (id);
create index school_contexts_import_index on school_contexts (import_id);
create index school_contexts_replaced_by_index on school_contexts (replaced_by_import_id) where replaced_by_import_id is not null;
alter table olympiad_participations add column import_id bigint constraint olympiad_participations_import_fk references result_imports (id);
alter table olympiad_participations add column replaced_by_import_id bigint constraint olympiad_participations_replaced_by_fk references result_imports (id);
create index olympiad_participations_import_index on olympiad_participations (import_id);
create index olympiad_participations_replaced_by_index on olympiad_participations (replaced_by_import_id) where replaced_by_import_id is not null;
