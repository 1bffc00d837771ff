-- Row-level security on every organisation table, forced, and the least rights for the role that serves pages. The
-- sub-select has the organisation looked up once a statement instead of once a row.
do $$
declare t record;
begin
  for t in select tablename from pg_tables where schemaname = 'org' loop
    execute format('alter table org.%I enable row level security', t.tablename);
    execute format('alter table org.%I force row level security', t.tablename);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t.tablename);
    execute format('grant select, insert, update, delete on org.%I to kith_app', t.tablename);
  end loop;
end $$;

-- What is written once stays: no role of the running site may change or remove it.
revoke update, delete on org.audit_entry, org.chain_entry, org.release from kith_app;
