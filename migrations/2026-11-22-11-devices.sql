-- The key of a member's own history, given to nobody but her signed-in session. What it opens stands on her devices only:
-- neither this key nor her device is worth anything alone.
create table org.history_key (
  organisation uuid not null,
  member uuid not null,
  key bytea not null check (octet_length(key) = 32),
  primary key (organisation, member),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade
);
alter table org.history_key enable row level security;
alter table org.history_key force row level security;
create policy own_organisation on org.history_key
  using (organisation = (select org.current_organisation()))
  with check (organisation = (select org.current_organisation()));
grant select, insert, delete on org.history_key to kith_app;
