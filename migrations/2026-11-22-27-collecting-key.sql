-- To which key a pool seals what it keeps, as it was announced: a collector that is a process of its own compares it with
-- what stands in the file. Rows of before are told anew by the site, which knows the key.
alter table site.collecting add column sealed_to bytea not null default '';
alter table site.collecting alter column sealed_to drop default;
