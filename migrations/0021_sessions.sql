-- Sessions end by idleness, and a code of the second factor opens once.

alter table sessions
  -- Written every few minutes of use, not with every page.
  add column used_at timestamptz not null default now();

alter table two_factors
  -- The last codes that were taken, the latest first. Five: more steps of half a minute cannot hold at once with one of them.
  add column used_codes text[] not null default '{}';
