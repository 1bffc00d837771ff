-- Where somebody is taken out of a check-in, an id that is nobody's stands in her place; her categories follow it.
alter table org.wave_placing drop constraint wave_placing_organisation_wave_member_fkey;
alter table org.wave_placing add foreign key (organisation, wave, member)
  references org.wave_eligible (organisation, wave, member) on update cascade on delete cascade;
