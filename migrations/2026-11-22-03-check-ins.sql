-- Check-ins. Nothing here holds an answer, a spent ticket or the moment of either: those never enter the database.
create table org.wave (
  organisation uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 120),
  instrument text not null,
  instrument_version text not null,
  -- Units whose whole subtrees are asked; empty means everybody.
  audience uuid[] not null,
  opens_at timestamptz not null,
  closes_at timestamptz not null,
  minimum_group integer not null check (minimum_group between 5 and 20),
  state text not null default 'draft'
    check (state in ('draft', 'announced', 'open', 'closing', 'released', 'cancelled')),
  keys_wanted integer not null default 0,
  keys_made integer not null default 0,
  -- Set when the lead announces: the instrument as asked, the plan and the manifest are frozen with it.
  eligible integer,
  plan text,
  questions text,
  manifest text,
  manifest_signature bytea,
  cancelled_why text,
  created_by uuid not null,
  primary key (organisation, id),
  check (closes_at > opens_at)
);
create index on org.wave (organisation, state);

create table org.wave_group (
  organisation uuid not null,
  wave uuid not null,
  -- A unit's id, or 'everyone' above an audience of several units.
  id text not null,
  name text not null,
  position integer not null,
  eligible integer not null,
  key_id bytea not null,
  spki bytea not null,
  -- The group's line under the manifest's root, byte for byte, and its way there.
  entry text not null,
  path jsonb not null,
  unit_names text[] not null,
  -- The names as they were announced, in groups small enough to be read; nothing of this changes later.
  people text[],
  primary key (organisation, wave, id),
  unique (organisation, wave, key_id),
  foreign key (organisation, wave) references org.wave (organisation, id) on delete cascade
);

-- Who may answer, frozen when the wave is announced. It says who was asked, never who answered.
create table org.wave_eligible (
  organisation uuid not null,
  wave uuid not null,
  member uuid not null,
  wave_group text not null,
  primary key (organisation, wave, member),
  foreign key (organisation, wave, wave_group) references org.wave_group (organisation, wave, id) on delete cascade
);
create index on org.wave_eligible (organisation, member);

-- Blind signatures handed out, so that a retry gets the same bytes. Removed at closing.
create table org.issuance (
  organisation uuid not null,
  wave uuid not null,
  published_table text not null,
  member uuid not null,
  blinded_hash bytea not null,
  blind_signature bytea not null,
  primary key (organisation, wave, published_table, member),
  foreign key (organisation, wave, member) references org.wave_eligible (organisation, wave, member) on delete cascade
);

-- The public chain: every manifest and every cancellation, each naming the hash of the one before.
create table org.chain_entry (
  organisation uuid not null,
  number bigint not null,
  kind text not null check (kind in ('manifest', 'cancellation')),
  wave uuid not null,
  body text not null,
  signature bytea not null,
  hash bytea not null,
  primary key (organisation, number),
  unique (organisation, hash)
);

create table org.release (
  organisation uuid not null,
  wave uuid not null,
  document text not null,
  published_at timestamptz not null,
  primary key (organisation, wave),
  foreign key (organisation, wave) references org.wave (organisation, id)
);

-- How many people joined or left each reported unit since the wave before: counts, kept for the trend.
create table org.wave_change (
  organisation uuid not null,
  wave uuid not null,
  unit text not null,
  changed integer not null,
  primary key (organisation, wave, unit),
  foreign key (organisation, wave) references org.wave (organisation, id) on delete cascade
);

-- The wording of a questionnaire that ships without it, pasted by an administrator who holds the permission.
create table org.pasted_text (
  organisation uuid not null,
  instrument text not null,
  language text not null,
  texts text not null,
  primary key (organisation, instrument, language)
);
