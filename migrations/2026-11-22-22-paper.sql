-- Units whose people answer on printed sheets; with them, everybody who shares a reporting group.
alter table org.wave add column paper uuid[] not null default '{}';
alter table org.series add column paper uuid[] not null default '{}';

-- How a group answers, fixed at the announcement. Of its sheets: how often they were made, and where they lie. Nothing
-- here knows a code, or how many were used.
alter table org.wave_group
  add column way text not null default 'devices' check (way in ('devices', 'paper')),
  add column sheets_made integer not null default 0 check (sheets_made >= 0),
  add column sheets_made_at timestamptz,
  add column sheets_lie text;
