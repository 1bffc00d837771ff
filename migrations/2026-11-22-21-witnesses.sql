-- The public chain also says who co-signs, and once a day how the audit and the tickets stand.
alter table org.chain_entry drop constraint chain_entry_kind_check;
alter table org.chain_entry alter column wave drop not null;
alter table org.chain_entry
  add constraint chain_entry_kind_check check (kind in ('manifest', 'cancellation', 'witnesses', 'head')),
  add constraint chain_entry_wave_check check ((wave is not null) = (kind in ('manifest', 'cancellation')));
create index on org.chain_entry (organisation, wave);

-- A witness's signature of an announcement. It came from outside, from nobody in particular.
create table org.cosignature (
  organisation uuid not null,
  number bigint not null,
  witness uuid not null,
  signature bytea not null check (octet_length(signature) = 64),
  primary key (organisation, number, witness),
  foreign key (organisation, number) references org.chain_entry (organisation, number)
);

-- How many of a group hold a ticket, as the newest daily head says it: for those in the group only, and while the
-- check-in runs.
create table org.head_line (
  organisation uuid not null,
  wave uuid not null,
  wave_group text not null,
  head bigint not null,
  line text not null,
  path jsonb not null,
  primary key (organisation, wave, wave_group),
  foreign key (organisation, wave) references org.wave (organisation, id)
);

do $$
declare t text;
begin
  foreach t in array array['cosignature', 'head_line'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert on org.cosignature to kith_app;
grant select, insert, delete on org.head_line to kith_app;
