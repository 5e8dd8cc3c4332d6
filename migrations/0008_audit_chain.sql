-- The journal is tied into a chain: each record gets a place and a keyed hash over itself and the one before it.

-- From where: network address of the request, «командная строка» or «фоновое задание».
alter table audit_events add column source text;
-- A change, a reading of personal data, or an access (sign-in, refusal, emergency access).
alter table audit_events add column kind text not null default 'change' constraint audit_events_kind_known check (kind in ('change','reading','access'));
create index audit_events_actor_index on audit_events (actor_id, id);

-- Records wait here, put by the transaction that wrote them, until the sealer takes them into the chain.
create table audit_unsealed (
  event_id bigint constraint audit_unsealed_pk primary key constraint audit_unsealed_event_fk references audit_events (id)
);
insert into audit_unsealed (event_id) select id from audit_events;

create table audit_chain (
  position bigint constraint audit_chain_pk primary key constraint audit_chain_position_positive check (position > 0),
  event_id bigint not null constraint audit_chain_event_unique unique constraint audit_chain_event_fk references audit_events (id),
  -- Salted digests of what the record tells (before, after, reason) and of where from; a salt is gone when that was erased.
  payload_salt bytea,
  payload_digest bytea not null,
  source_salt bytea,
  source_digest bytea not null,
  hash bytea not null
);
