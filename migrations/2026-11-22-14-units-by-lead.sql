-- Every page asks which units its reader leads.
create index on org.unit (organisation, lead);
