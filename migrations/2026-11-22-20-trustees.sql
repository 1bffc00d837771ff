-- Trustees: who holds the keys of check-ins. Nothing here opens anything: what does is derived from a code that never
-- leaves its holder's browser, and what she releases stands in the wave's key file alone.
create table org.trustee (
  organisation uuid not null,
  id uuid not null,
  office text not null check (office in ('data-protection', 'staff')),
  name text not null check (length(name) between 1 and 120),
  -- For the notice that a check-in waits; gone when she is no trustee any more.
  email text check (length(email) <= 320),
  named_at timestamptz not null,
  -- The link by which she makes her code, until she has used it.
  link_hash bytea,
  link_until timestamptz,
  -- Raw P-256 point, base64url: stays the same while she keeps her code.
  identity text,
  code_made_at timestamptz,
  ended_at timestamptz,
  primary key (organisation, id),
  check ((identity is null) = (code_made_at is null))
);
create unique index on org.trustee (organisation, office) where ended_at is null;
create unique index on org.trustee (organisation, link_hash);

-- The public halves of the parts that she has made ahead; each belongs to one check-in at most.
create table org.trustee_slot (
  organisation uuid not null,
  trustee uuid not null,
  slot text not null,
  position integer not null,
  public_key text not null,
  proof text not null,
  voucher text not null,
  wave uuid,
  primary key (organisation, trustee, slot),
  unique (organisation, public_key),
  foreign key (organisation, trustee) references org.trustee (organisation, id),
  foreign key (organisation, wave) references org.wave (organisation, id)
);
create index on org.trustee_slot (organisation, wave);

-- What a trustee was written about a check-in that waits for her.
create table org.trustee_notice (
  organisation uuid not null,
  wave uuid not null,
  trustee uuid not null,
  kind text not null check (kind in ('waits', 'still-waits')),
  next_try_at timestamptz not null,
  sent_at timestamptz,
  primary key (organisation, wave, trustee, kind),
  foreign key (organisation, trustee) references org.trustee (organisation, id),
  foreign key (organisation, wave) references org.wave (organisation, id)
);
create index on org.trustee_notice (organisation, trustee);

do $$
declare t text;
begin
  foreach t in array array['trustee', 'trustee_slot', 'trustee_notice'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert on org.trustee to kith_app;
-- A name, an office and a key stay as they were made: another person is another trustee.
grant update (email, link_hash, link_until, identity, code_made_at, ended_at) on org.trustee to kith_app;
grant select, insert, delete on org.trustee_slot to kith_app;
grant update (wave) on org.trustee_slot to kith_app;
grant select, insert on org.trustee_notice to kith_app;
grant update (next_try_at, sent_at) on org.trustee_notice to kith_app;
