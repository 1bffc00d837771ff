-- Organisation tables. Each carries the organisation in every key and shows a transaction its own organisation only.
create schema org;
grant usage on schema org to kith_app;

create function org.current_organisation() returns uuid language sql stable
  as $$ select nullif(current_setting('app.organisation', true), '')::uuid $$;

create table org.unit (
  organisation uuid not null,
  id uuid not null,
  parent uuid,
  name text not null check (length(name) between 1 and 120),
  position integer not null,
  lead uuid,
  primary key (organisation, id),
  foreign key (organisation, parent) references org.unit (organisation, id)
);
create index on org.unit (organisation, parent);

create table org.member (
  organisation uuid not null,
  id uuid not null,
  name text not null check (length(name) between 1 and 200),
  -- The name without case and accents, to search and to order by: the same everywhere, whatever ICU a server has.
  name_key text not null default '',
  email text,
  -- Without a unit a person is not on the staff list: an operator from outside, who is never asked.
  unit uuid,
  profession text,
  languages text[] not null default '{}',
  start_on date,
  manager uuid,
  status text not null default 'invited' check (status in ('invited', 'active', 'left')),
  joined_on date,
  left_on date,
  primary key (organisation, id),
  foreign key (organisation, unit) references org.unit (organisation, id),
  foreign key (organisation, manager) references org.member (organisation, id)
);
create unique index member_email on org.member (organisation, lower(email)) where status <> 'left';
create index on org.member (organisation, name_key, id);
create index on org.member (organisation, unit);
create index on org.member (organisation, manager);
alter table org.unit add foreign key (organisation, lead) references org.member (organisation, id);

create table org.member_role (
  organisation uuid not null,
  member uuid not null,
  role text not null check (role in ('administrator', 'wellbeing-lead', 'facilitator')),
  primary key (organisation, member, role),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade
);

create table org.invitation (
  organisation uuid not null,
  id uuid not null,
  member uuid not null,
  kind text not null check (kind in ('mail', 'printed')),
  -- A keyed hash of what the person holds; the secret itself is derived again when a message or a page is made.
  secret_hash bytea not null,
  made_at timestamptz not null,
  made_by uuid not null,
  expires_at timestamptz not null,
  sent_at timestamptz,
  used_at timestamptz,
  primary key (organisation, id),
  unique (organisation, secret_hash),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade
);
create index on org.invitation (organisation, member);

-- A staff list between its upload and the administrator's yes.
create table org.roster_upload (
  organisation uuid not null,
  id uuid not null,
  file_name text not null,
  bytes bytea not null,
  decisions jsonb not null default '{}',
  uploaded_by uuid not null,
  expires_at timestamptz not null,
  primary key (organisation, id)
);

-- Messages to send, without their words: these are made when a message leaves.
create table org.message (
  organisation uuid not null,
  id uuid not null,
  kind text not null,
  member uuid not null,
  about uuid not null,
  queued_at timestamptz not null,
  sent_at timestamptz,
  failed_attempts integer not null default 0,
  primary key (organisation, id),
  unique (organisation, kind, member, about),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade
);
create index on org.message (organisation, queued_at) where sent_at is null;

create table org.audit_entry (
  organisation uuid not null,
  number bigint not null,
  at timestamptz not null,
  actor uuid,
  act text not null,
  facts text not null,
  previous bytea not null,
  hash bytea not null,
  primary key (organisation, number),
  unique (organisation, hash)
);
