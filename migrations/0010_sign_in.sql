-- Second factor and failed sign-ins.

alter table users add column two_factor_enabled boolean not null default false;

create table two_factors (
  id text constraint two_factors_pk primary key,
  user_id text not null constraint two_factors_user_fk references users (id) on delete cascade,
  -- Encrypted by better-auth with the secret of sessions.
  secret text not null,
  backup_codes text not null,
  -- False until the first code was right.
  verified boolean not null default false,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index two_factors_user_index on two_factors (user_id);

-- Failed sign-ins by 'account:<address>' and 'from:<network address>'; rows go when a sign-in succeeds or the night comes.
create table sign_in_failures (
  subject text constraint sign_in_failures_pk primary key,
  failures integer not null,
  last_at timestamptz not null,
  locked_until timestamptz
);
