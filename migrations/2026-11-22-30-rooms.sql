-- A live session: its plan, who leads it, and until when its words are kept.
create table org.room (
  organisation uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 80),
  -- What people enter to come in; nobody learns from it which organisation it is.
  code text not null check (code ~ '^[2-9BCDFGHJKMPQRTVWXZ]{6}$'),
  state text not null check (state in ('planned', 'open', 'over')),
  plan jsonb not null,
  settings jsonb not null,
  -- Groups and roles are dealt from it, so that a log says what would be dealt again.
  seed text not null,
  planned_for timestamptz,
  opened_at timestamptz,
  over_at timestamptz,
  -- On this day the log and its words go, whatever happens.
  kept_until date,
  created_by uuid not null,
  primary key (organisation, id),
  unique (organisation, code)
);
create index on org.room (organisation, state);

create table org.room_host (
  organisation uuid not null,
  room uuid not null,
  member uuid not null,
  primary key (organisation, room, member),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);

-- Who sits where. A member is named only where she came signed in, so that she has one seat on all of her devices.
create table org.room_seat (
  organisation uuid not null,
  room uuid not null,
  seat integer not null check (seat > 0),
  member uuid,
  primary key (organisation, room, seat),
  unique (organisation, room, member),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);

-- What opens a seat: a secret in a cookie of its own, one for each device. Only its hash is kept.
create table org.room_seat_key (
  organisation uuid not null,
  room uuid not null,
  seat integer not null,
  secret_hash bytea not null,
  primary key (organisation, room, secret_hash),
  foreign key (organisation, room, seat) references org.room_seat (organisation, room, seat) on delete cascade
);

-- All that happened, numbered from 1 without gaps. Votes of anonymous polls are not among it, nor any words.
create table org.room_event (
  organisation uuid not null,
  room uuid not null,
  number integer not null check (number > 0),
  body jsonb not null,
  -- Of the press that it came from, so that the same press sent again is one.
  command uuid,
  primary key (organisation, room, number),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);
create index on org.room_event (organisation, room, command) where command is not null;

-- What people wrote, by the number of its event: kept apart, so that it can be taken away for good.
create table org.room_words (
  organisation uuid not null,
  room uuid not null,
  number integer not null,
  words text not null check (length(words) between 1 and 1000),
  -- Whether its writer agreed that it may leave the room with the record.
  may_leave boolean not null default false,
  primary key (organisation, room, number),
  foreign key (organisation, room, number) references org.room_event (organisation, room, number) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['room', 'room_host', 'room_seat', 'room_seat_key', 'room_event', 'room_words'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert, update, delete on org.room, org.room_words to kith_app;
grant select, insert, delete on org.room_host, org.room_seat, org.room_seat_key, org.room_event to kith_app;

-- Which organisation a code belongs to: whoever enters one has said nothing else yet.
create table site.room_code (
  code text primary key check (code ~ '^[2-9BCDFGHJKMPQRTVWXZ]{6}$'),
  organisation uuid not null,
  room uuid not null
);
grant select, insert, delete on site.room_code to kith_site;
