-- Whom somebody can call. Public facts of an organisation: its support page opens without signing in.
create table org.support_entry (
  organisation uuid not null,
  kind text not null check (kind in ('emergency', 'crisis', 'occupational-health', 'counselling', 'peers')),
  -- False: somebody has looked, and there is none here.
  is_there boolean not null,
  name text not null default '' check (length(name) <= 120),
  phone text not null default '' check (length(phone) <= 60),
  address text not null default '' check (length(address) <= 200),
  hours text not null default '' check (length(hours) <= 120),
  languages text not null default '' check (length(languages) <= 120),
  checked_on date not null,
  -- Known to administrators only; it goes with the person, the day stays.
  checked_by uuid,
  primary key (organisation, kind),
  foreign key (organisation, checked_by) references org.member (organisation, id) on delete set null (checked_by)
);
create index on org.support_entry (organisation, checked_by);

alter table org.support_entry enable row level security;
alter table org.support_entry force row level security;
create policy own_organisation on org.support_entry
  using (organisation = (select org.current_organisation()))
  with check (organisation = (select org.current_organisation()));
grant select, insert, update, delete on org.support_entry to kith_app;

-- Whether the list that anybody can open names the organisation: only once its page is filled, and only if it wants to.
alter table site.organisation
  add column support_is_filled boolean not null default false,
  add column support_is_listed boolean not null default true;
