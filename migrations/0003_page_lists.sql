-- What long lists are read by: the newest plans first; the few organisations that are no schools.

create index plans_updated_index on plans (updated_at desc nulls last, id desc) where deleted_at is null;
create index organisations_kind_index on organisations (kind, id);
