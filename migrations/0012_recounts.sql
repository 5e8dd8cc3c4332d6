-- A recount makes marks and roll-ups of loaded rows anew by the scale that holds now; it goes the way of an import.

alter table result_imports add column kind text not null default 'files' constraint result_imports_kind_known check (kind in ('files','recount'));

-- The part whose rows are counted anew; null: a file to be read. One file may have given several parts.
alter table result_import_files add column recounts_part_id bigint constraint result_import_files_recounts_part_fk references result_parts (id);
alter table result_import_files drop constraint result_import_files_content_unique;
create unique index result_import_files_content_unique on result_import_files (import_id, file_sha256) where recounts_part_id is null;
create index result_import_files_recounts_part_index on result_import_files (recounts_part_id) where recounts_part_id is not null;
