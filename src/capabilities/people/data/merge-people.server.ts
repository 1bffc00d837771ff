import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'

/** Holds these entries until the transaction ends, in one order, so that nobody acts as one of them meanwhile. */
export const holdEntries = async (tx: Tx, members: readonly MemberId[]): Promise<void> => {
  await sql`select id from org.member where id = any(${[...members]}::uuid[]) order by id for update`.execute(
    tx,
  )
}

/**
 * Hands over from one entry to the one that stays: roles, leads, those whom she manages, and what the other lacks.
 * The closed entry must have left already, so that its address is free.
 */
export const handOver = async (
  tx: Tx,
  given: { organisation: OrganisationId; from: MemberId; to: MemberId; email: string | null },
): Promise<void> => {
  const { from, to } = given
  await sql`update org.member set manager = ${to}::uuid where manager = ${from}::uuid and id <> ${to}::uuid`.execute(
    tx,
  )
  await sql`update org.member t set
      email = coalesce(t.email, ${given.email}), profession = coalesce(t.profession, f.profession),
      unit = coalesce(t.unit, f.unit), start_on = coalesce(t.start_on, f.start_on),
      workplace = coalesce(t.workplace, f.workplace), shift = coalesce(t.shift, f.shift),
      languages = case when t.languages = '{}' then f.languages else t.languages end,
      manager = nullif(t.manager, f.id)
    from org.member f where t.id = ${to}::uuid and f.id = ${from}::uuid`.execute(tx)
  // Whoever had been merged before into the one that closes follows it.
  await sql`update org.member set merged_into = ${to}::uuid
    where id = ${from}::uuid or merged_into = ${from}::uuid`.execute(tx)
}

export const takeOverRolesAndLeads = async (
  tx: Tx,
  given: { organisation: OrganisationId; from: MemberId; to: MemberId },
): Promise<void> => {
  await sql`insert into org.member_role (organisation, member, role)
    select organisation, ${given.to}::uuid, role from org.member_role where member = ${given.from}::uuid
    on conflict do nothing`.execute(tx)
  await sql`update org.unit set lead = ${given.to}::uuid where lead = ${given.from}::uuid`.execute(tx)
}

/**
 * The person behind an entry: the entry itself first, then those that were merged into it. Undefined when there is no
 * such entry or it has left. Holds the entry against a merge or a leaving until the transaction ends.
 */
export const holdPerson = async (tx: Tx, member: MemberId): Promise<MemberId[] | undefined> => {
  const { rows } = await sql<{ status: string }>`
    select status from org.member where id = ${member}::uuid for share`.execute(tx)
  return rows[0] === undefined || rows[0].status === 'left' ? undefined : listEntries(tx, member)
}

/** The entry and those that were merged into it, which count as the same person. */
export const listEntries = async (tx: Tx, member: MemberId): Promise<MemberId[]> => {
  const { rows } = await sql<{ id: MemberId }>`
    select id from org.member where merged_into = ${member}::uuid order by id`.execute(tx)
  return [member, ...rows.map(({ id }) => id)]
}
