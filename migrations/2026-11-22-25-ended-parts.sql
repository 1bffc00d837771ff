-- A part of a trustee that must never be used: it stays, so that the same part cannot be handed in again.
alter table org.trustee_slot add column ended_at timestamptz;
alter table org.trustee_slot add constraint used_or_ended check (wave is null or ended_at is null);
grant update (ended_at) on org.trustee_slot to kith_app;
