-- What a school tells of itself on a page stands beside what files told: who said it is kept.

alter table olympiad_participations add column recorded_by text constraint olympiad_participations_recorded_by_fk references users (id);
create index school_contexts_history_index on school_contexts (organisation_id, recorded_at) where organisation_id is not null;
