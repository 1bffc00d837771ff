-- The language that a member chose to read Kith in, on any device; letters come in it. Null until she chooses.
alter table org.member add column language text check (language ~ '^[a-z]{2,3}$');
