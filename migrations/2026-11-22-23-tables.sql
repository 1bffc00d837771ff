-- Where somebody works and in which pattern of shifts, as the staff list says it.
alter table org.member
  add column workplace text check (length(workplace) between 1 and 200),
  add column shift text check (length(shift) between 1 and 200);

-- Which tables a check-in publishes besides its reporting groups; fixed with the announcement.
alter table org.wave add column further_tables text[] not null default '{}'
  check (further_tables <@ array['profession', 'workplace', 'tenure', 'shift']);

-- The categories of a further table of one check-in, frozen with it: a profession, a site, or everyone as one group.
create table org.wave_category (
  organisation uuid not null,
  wave uuid not null,
  attribute text not null check (attribute in ('profession', 'workplace', 'tenure', 'shift', 'everyone')),
  id text not null check (length(id) between 1 and 100),
  name text not null,
  position integer not null,
  eligible integer not null,
  -- The names as they were announced, in categories small enough to be read.
  people text[],
  primary key (organisation, wave, attribute, id),
  foreign key (organisation, wave) references org.wave (organisation, id) on delete cascade
);

-- In which category of each further table somebody who is asked is counted. It says nothing of who answered.
create table org.wave_placing (
  organisation uuid not null,
  wave uuid not null,
  member uuid not null,
  attribute text not null,
  category text not null,
  primary key (organisation, wave, member, attribute),
  foreign key (organisation, wave, member) references org.wave_eligible (organisation, wave, member) on delete cascade,
  foreign key (organisation, wave, attribute, category)
    references org.wave_category (organisation, wave, attribute, id) on delete cascade
);
create index on org.wave_placing (organisation, wave, attribute, category);

-- One key for each category and each published block: the line under the root of its table, byte for byte.
create table org.wave_table_key (
  organisation uuid not null,
  wave uuid not null,
  -- An attribute and a block, `profession/burnout-single`, as the manifest names it.
  published_table text not null,
  attribute text not null,
  block text not null,
  category text not null,
  key_id bytea not null,
  spki bytea not null,
  entry text not null,
  path jsonb not null,
  primary key (organisation, wave, published_table, category),
  unique (organisation, key_id, wave),
  foreign key (organisation, wave, attribute, category)
    references org.wave_category (organisation, wave, attribute, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['wave_category', 'wave_placing', 'wave_table_key'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert, update, delete on org.wave_category to kith_app;
grant select, insert, delete on org.wave_placing to kith_app;
grant select, insert, delete on org.wave_table_key to kith_app;
