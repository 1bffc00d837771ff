-- What the leads answer to a release: first kept as a draft, then published for everybody.
create table org.reply_draft (
  organisation uuid not null,
  id uuid not null,
  wave uuid not null,
  stance text not null check (stance in ('will', 'will-not')),
  what text not null check (length(what) between 1 and 600),
  because text check (length(because) between 1 and 600),
  due_on date,
  position integer not null,
  written_at timestamptz not null,
  primary key (organisation, id),
  foreign key (organisation, wave) references org.release (organisation, wave)
);
create index on org.reply_draft (organisation, wave);

create table org.reply (
  organisation uuid not null,
  id uuid not null,
  wave uuid not null,
  stance text not null check (stance in ('will', 'will-not')),
  what text not null,
  -- A refusal has a reason; a promise has a day.
  because text check (because is not null or stance = 'will'),
  due_on date check (due_on is not null or stance = 'will-not'),
  position integer not null,
  published_at timestamptz not null,
  published_by uuid not null,
  outcome text check (outcome in ('done', 'not-done')),
  outcome_words text,
  outcome_at timestamptz,
  primary key (organisation, id),
  foreign key (organisation, wave) references org.release (organisation, wave)
);
create index on org.reply (organisation, wave);

do $$
declare t text;
begin
  foreach t in array array['reply_draft', 'reply'] loop
    execute format('alter table org.%I enable row level security', t);
    execute format('alter table org.%I force row level security', t);
    execute format(
      'create policy own_organisation on org.%I using (organisation = (select org.current_organisation())) with check (organisation = (select org.current_organisation()))',
      t);
  end loop;
end $$;
grant select, insert, delete on org.reply_draft to kith_app;
-- What was said to everybody stays as it was said; only what became of it is added.
grant select, insert, update (outcome, outcome_words, outcome_at) on org.reply to kith_app;
