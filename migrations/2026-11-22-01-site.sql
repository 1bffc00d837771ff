-- The site's own tables: who signs in, which organisations exist. Reached only by the role kith_site.
create schema site;
grant usage on schema site to kith_site;
alter role kith_site set search_path = site;

create table site.organisation (
  id uuid primary key,
  slug text not null unique check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name text not null check (length(name) between 1 and 120),
  language text not null,
  time_zone text not null,
  host_kind text not null check (host_kind in ('employer', 'independent', 'members')),
  created_on date not null
);

-- The tables of the sign-in library (better-auth), as it names them.
create table site."user" (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  "emailVerified" boolean not null,
  image text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create table site.session (
  id uuid primary key default gen_random_uuid(),
  "expiresAt" timestamptz not null,
  token text not null unique,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null,
  -- Kith never stores either; the library insists on the columns.
  "ipAddress" text check ("ipAddress" is null or "ipAddress" = ''),
  "userAgent" text check ("userAgent" is null or "userAgent" = ''),
  "userId" uuid not null references site."user" (id) on delete cascade
);
create table site.account (
  id uuid primary key default gen_random_uuid(),
  "accountId" text not null,
  "providerId" text not null,
  "userId" uuid not null references site."user" (id) on delete cascade,
  "accessToken" text,
  "refreshToken" text,
  "idToken" text,
  "accessTokenExpiresAt" timestamptz,
  "refreshTokenExpiresAt" timestamptz,
  scope text,
  password text,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null
);
create table site.verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  "expiresAt" timestamptz not null,
  "createdAt" timestamptz not null default current_timestamp,
  "updatedAt" timestamptz not null default current_timestamp
);
create table site.passkey (
  id uuid primary key default gen_random_uuid(),
  name text,
  "publicKey" text not null,
  "userId" uuid not null references site."user" (id) on delete cascade,
  "credentialID" text not null,
  counter integer not null,
  "deviceType" text not null,
  "backedUp" boolean not null,
  transports text,
  "createdAt" timestamptz,
  aaguid text
);
create index on site.session ("userId");
create index on site.account ("userId");
create index on site.verification (identifier);
create index on site.passkey ("userId");
create index on site.passkey ("credentialID");

-- Which member of which organisation an account is. The only bridge between sign-in and a staff list.
create table site.membership (
  user_id uuid not null references site."user" (id) on delete cascade,
  organisation uuid not null references site.organisation (id) on delete cascade,
  member uuid not null,
  primary key (user_id, organisation),
  unique (organisation, member)
);
create table site.operator (
  user_id uuid primary key references site."user" (id) on delete cascade
);
-- In which organisation an invitation or printed code is to be looked for: what a person holds does not say.
create table site.invitation_organisation (
  secret_hash bytea primary key,
  organisation uuid not null references site.organisation (id) on delete cascade,
  expires_at timestamptz not null
);
create table site.set_up_link (
  secret_hash bytea primary key,
  expires_at timestamptz not null,
  used_at timestamptz
);

grant select, insert, update, delete on all tables in schema site to kith_site;
