-- Both unique indexes of a wave's groups began with (organisation, wave). While a wave is announced nothing is counted
-- yet, and the planner then took the wrong one of two that looked alike: it read all groups of the wave for each person
-- whom the foreign key checks. With another order only one index fits.
alter table org.wave_group drop constraint wave_group_organisation_wave_key_id_key;
alter table org.wave_group add unique (organisation, key_id, wave);

-- The home page names the people of a group: without this it read everybody who is asked.
create index on org.wave_eligible (organisation, wave, wave_group);
