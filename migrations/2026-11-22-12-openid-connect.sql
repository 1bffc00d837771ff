-- Sign-in by an identity provider. A session that began on its word says so, until it ends: see docs/threat-model.md.
alter table site.session add column "byProvider" boolean not null default false;

-- At most one for the site. The secret is sealed with a key from the data folder, and is in no backup.
create table site.identity_provider (
  is_the_one boolean primary key default true check (is_the_one),
  issuer text not null,
  client_id text not null,
  button_name text not null,
  is_on boolean not null,
  sealed_secret bytea
);

-- Which account somebody at a provider is: decided at the first sign-in, and by that ever after. One each way.
create table site.provider_identity (
  issuer text not null,
  subject text not null,
  user_id uuid not null references site."user" (id) on delete cascade,
  primary key (issuer, subject),
  unique (issuer, user_id)
);
create index on site.provider_identity (user_id);

grant select, insert, update, delete on site.identity_provider, site.provider_identity to kith_site;
