-- Two entries that were one person: the closed one says which it became. It follows if that one merges again.
alter table org.member add column merged_into uuid;
alter table org.member add foreign key (organisation, merged_into)
  references org.member (organisation, id) on delete set null (merged_into);
create index on org.member (organisation, merged_into) where merged_into is not null;

-- How many days each kind of record is kept, where an administrator chose; what is not here has its default.
create table org.retention (
  organisation uuid not null,
  kind text not null,
  days integer not null check (days between 30 and 3650),
  primary key (organisation, kind)
);

-- The names of people whose entries are gone, for as long as the audit says what they did.
create table org.name_in_audit (
  organisation uuid not null,
  member uuid not null,
  name text not null,
  primary key (organisation, member)
);

do $$
declare t text;
begin
  foreach t in array array['retention', 'name_in_audit'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
    execute format('grant select, insert, update, delete on org.%I to kith_app', t);
  end loop;
end $$;

-- The oldest part of the audit may be cut, never anything of the last year: by the database's clock, whatever a
-- setting or the running site says. What is cut leaves its last hash in an entry of the chain itself.
grant delete on org.audit_entry to kith_app;
create policy only_what_is_old on org.audit_entry as restrictive for delete
  using (at < now() - interval '365 days');

select queue.create_queue('remove-old-records', '{"policy":"short","retryLimit":10,"retryDelay":5,"retryBackoff":true,"retryDelayMax":300,"expireInSeconds":3600,"retentionSeconds":1209600,"deleteAfterSeconds":86400}');
