-- What a collector that runs as a process of its own may know: which key opens which pool, and until when. Written by
-- the site, which also says when a check-in is over. Nothing here is about a person, and nothing changes when one answers.
create table site.collecting (
  key_id bytea primary key,
  wave uuid not null,
  spki bytea not null,
  opens_at timestamptz not null,
  collects_until timestamptz not null,
  became text not null default 'live' check (became in ('live', 'late', 'cancelled'))
);
create index collecting_wave on site.collecting (wave);
grant select, insert, update, delete on site.collecting to kith_site;
grant usage on schema site to kith_collector;
grant select on site.collecting to kith_collector;
