-- Which tables each check-in of a series publishes besides its reporting groups.
alter table org.series add column further_tables text[] not null default '{}'
  check (further_tables <@ array['profession', 'workplace', 'tenure', 'shift']);
