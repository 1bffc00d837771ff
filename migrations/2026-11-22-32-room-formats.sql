-- Ways of working that an organisation has adapted: a copy of one that ships, in the words of whoever changed it.
create table org.room_format (
  organisation uuid not null,
  id uuid not null,
  -- The part of a session that it makes, and whether it is done by talking.
  block text not null,
  manner text not null,
  -- The format that it was copied from, by its id among those that ship.
  copied_from text not null,
  format jsonb not null,
  changed_at timestamptz not null,
  primary key (organisation, id)
);
alter table org.room_format enable row level security;
alter table org.room_format force row level security;
create policy own_organisation on org.room_format
  using (organisation = (select org.current_organisation()))
  with check (organisation = (select org.current_organisation()));
grant select, insert, update, delete on org.room_format to kith_app;
