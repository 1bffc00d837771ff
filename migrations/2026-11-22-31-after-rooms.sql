-- What stays of a room once its words are gone: what was agreed to leave it, without who said or answered what.
create table org.room_record (
  organisation uuid not null,
  room uuid not null,
  body jsonb not null,
  written_at timestamptz not null,
  primary key (organisation, room),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);

-- That somebody was there and for how long: her own record. Hosts read names alone.
create table org.room_attendance (
  organisation uuid not null,
  room uuid not null,
  seat integer not null,
  -- Only of whoever came signed in, until she leaves the organisation or deletes it.
  member uuid,
  name text not null,
  came_at timestamptz not null,
  minutes integer not null check (minutes >= 0),
  primary key (organisation, room, seat),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);
create index on org.room_attendance (organisation, member) where member is not null;

-- A day to come back to what was agreed. A new id whenever it changes, so that a letter goes out again.
create table org.room_follow_up (
  organisation uuid not null,
  room uuid not null,
  id uuid not null,
  day date not null,
  words text not null check (length(words) between 1 and 500),
  primary key (organisation, room),
  unique (organisation, id),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);

-- Who wants a letter about that day.
create table org.room_follow_up_wish (
  organisation uuid not null,
  room uuid not null,
  member uuid not null,
  primary key (organisation, room, member),
  foreign key (organisation, room) references org.room (organisation, id) on delete cascade
);

do $$
declare t text;
begin
  foreach t in array array['room_record', 'room_attendance', 'room_follow_up', 'room_follow_up_wish'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert, delete on org.room_record, org.room_attendance, org.room_follow_up, org.room_follow_up_wish to kith_app;
grant update (member, name) on org.room_attendance to kith_app;
-- A seat loses its member when she goes; an event loses the words that were in it when words go.
grant update (member) on org.room_seat to kith_app;
grant update (body) on org.room_event to kith_app;

select queue.create_queue('forget-rooms', '{"policy":"short","retryLimit":10,"retryDelay":5,"retryBackoff":true,"retryDelayMax":300,"expireInSeconds":3600,"retentionSeconds":1209600,"deleteAfterSeconds":86400}');
