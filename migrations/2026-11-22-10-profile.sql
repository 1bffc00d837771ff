-- What a person says of herself in an organisation. Kept apart from the staff list, so that neither overwrites the other.
create table org.profile (
  organisation uuid not null,
  member uuid not null,
  chosen_name text check (length(chosen_name) between 1 and 120),
  profession text check (length(profession) between 1 and 120),
  languages text[],
  working_pattern text check (working_pattern in ('days', 'nights', 'mixed', 'on-call', 'part-time')),
  -- By the clock of the organisation; until may lie before from: then they run over midnight.
  quiet_from time,
  quiet_until time,
  -- What colleagues may see; whatever is not named here is hers alone.
  shown text[] not null default '{}'
    check (shown <@ array['chosen-name', 'profession', 'languages', 'working-pattern']),
  -- Counts the changes: what was typed into an older page is never written over a newer one.
  version integer not null,
  primary key (organisation, member),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade,
  check ((quiet_from is null) = (quiet_until is null)),
  check (quiet_from <> quiet_until)
);

-- Who opened what is held about a person: once a day for each way, for her eyes, forgotten after a year.
create table org.access (
  organisation uuid not null,
  member uuid not null,
  actor uuid not null,
  way text not null check (way in ('record', 'code-list', 'staff-list')),
  seen_on date not null,
  primary key (organisation, member, actor, way, seen_on),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade
);
create index on org.access (organisation, seen_on);

do $$
declare t text;
begin
  foreach t in array array['profile', 'access'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert, update, delete on org.profile to kith_app;
-- An access is noted and one day forgotten, never rewritten.
grant select, insert, delete on org.access to kith_app;

-- The commons: the one organisation that nobody's employer is, and whether its door is open.
create table site.commons (
  is_the_one boolean primary key default true check (is_the_one),
  organisation uuid not null unique references site.organisation (id),
  is_open boolean not null
);
-- Six digits on their way to somebody who may not have an account yet. Neither the address nor the digits can be read here.
create table site.joining_code (
  address_hash bytea primary key,
  digits_hash bytea not null,
  expires_at timestamptz not null,
  tries_left integer not null
);
create index on site.joining_code (expires_at);
grant select, insert, update, delete on site.commons, site.joining_code to kith_site;
