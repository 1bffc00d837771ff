-- Repeating check-ins, and when messages go out. A series holds a rhythm by the clock of the organisation; each of its
-- dates becomes an ordinary wave.
create table org.series (
  organisation uuid not null,
  id uuid not null,
  title text not null check (length(title) between 1 and 80),
  instrument text not null,
  audience uuid[] not null,
  minimum_group integer not null check (minimum_group between 5 and 20),
  rhythm text not null check (rhythm in ('weekly', 'fortnightly', 'monthly', 'quarterly')),
  first_on date not null,
  -- By the clock of the organisation: 06:00.
  opens_time text not null check (opens_time ~ '^[0-2][0-9]:[0-5][0-9]$'),
  days_open integer not null check (days_open between 1 and 27),
  holidays text[] not null,
  on_holiday text not null check (on_holiday in ('skip', 'move')),
  reminds boolean not null,
  state text not null check (state in ('running', 'paused', 'ended')),
  created_by uuid not null,
  primary key (organisation, id)
);
create index on org.series (organisation, state);

-- What became of one date of a rhythm: the wave that was made for it, that a lead skipped it, or why it was missed.
create table org.series_date (
  organisation uuid not null,
  series uuid not null,
  planned_on date not null,
  wave uuid,
  is_skipped boolean not null default false,
  problem text,
  primary key (organisation, series, planned_on),
  foreign key (organisation, series) references org.series (organisation, id) on delete cascade
);

-- Within which hours messages that can wait may leave; without a row, from eight to eight.
create table org.sending_hours (
  organisation uuid not null,
  from_minute integer not null check (from_minute between 0 and 1439),
  until_minute integer not null check (until_minute between 1 and 1440),
  primary key (organisation),
  check (from_minute < until_minute)
);

-- Browsers that a member asked to be told on.
create table org.push_subscription (
  organisation uuid not null,
  id uuid not null,
  member uuid not null,
  endpoint text not null check (length(endpoint) <= 2000),
  p256dh text not null,
  auth text not null,
  -- A keyed hash of the session that asked, so that signing out ends it.
  session_hash bytea not null,
  primary key (organisation, id),
  unique (organisation, endpoint),
  foreign key (organisation, member) references org.member (organisation, id) on delete cascade
);
create index on org.push_subscription (organisation, member);

do $$
declare t text;
begin
  foreach t in array array['series', 'series_date', 'sending_hours', 'push_subscription'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
    execute format('grant select, insert, update, delete on org.%I to kith_app', t);
  end loop;
end $$;

alter table org.wave add column reminds boolean not null default true;
alter table org.wave add column series uuid;
alter table org.wave add column cancelled_by uuid;
-- When everybody was told, whoever they are and whatever they did since.
alter table org.wave add column opening_told_at timestamptz;
alter table org.wave add column reminder_told_at timestamptz;
update org.wave set opening_told_at = opens_at where state not in ('draft', 'announced');

-- The round that tried a message last, so that each round tries it once; the order in which a round walks.
alter table org.message add column tried_in uuid;
drop index org.message_organisation_queued_at_idx;
create index on org.message (organisation, failed_attempts, queued_at, id) where sent_at is null;
