-- Signing in through an identity provider that speaks OpenID Connect. docs/adr/0016-identity-provider.md

alter table sessions
  -- Begun by what the provider said.
  add column provider boolean not null default false,
  -- The provider says that it asked for a second factor.
  add column second_factor boolean not null default false;

-- One person of a provider is one person here.
create unique index accounts_identity_unique on accounts (provider_id, account_id);

-- 'provider': follows what the provider says at each sign-in.
alter table role_assignments drop constraint role_assignments_basis_known;
alter table role_assignments add constraint role_assignments_basis_known
  check (basis in ('post','assignment','temporary','provider'));
