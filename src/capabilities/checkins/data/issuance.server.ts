import { sql } from 'kysely'
import type { MemberId, OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { deleteHeadLines } from './heads.server.ts'
import type { CheckinTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<CheckinTables>()

type Key = { wave: WaveId; table: string; member: MemberId }

export const findIssued = (tx: Tx, key: Key) =>
  of(tx)
    .selectFrom('org.issuance')
    .select(['blinded_hash', 'blind_signature'])
    .where('wave', '=', key.wave)
    .where('published_table', '=', key.table)
    .where('member', '=', key.member)
    .executeTakeFirst()

/** Of the entries of one person, the one that holds a ticket of this table already. */
export const findEntryIssued = async (
  tx: Tx,
  key: Omit<Key, 'member'> & { entries: readonly MemberId[] },
): Promise<MemberId | undefined> => {
  const { rows } = await sql<{ member: MemberId }>`
    select member from org.issuance
    where wave = ${key.wave}::uuid and published_table = ${key.table} and member = any(${[...key.entries]}::uuid[])
    order by array_position(${[...key.entries]}::uuid[], member) limit 1`.execute(tx)
  return rows[0]?.member
}

/** Stores the first signature of a member for a table; a second one, from another tab, changes nothing. */
export const insertIssued = async (
  tx: Tx,
  issued: Key & { organisation: OrganisationId; blindedHash: Buffer; blindSignature: Buffer },
): Promise<void> => {
  await of(tx)
    .insertInto('org.issuance')
    .values({
      organisation: issued.organisation,
      wave: issued.wave,
      published_table: issued.table,
      member: issued.member,
      blinded_hash: issued.blindedHash,
      blind_signature: issued.blindSignature,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Forgets who holds a ticket, and how many do. */
/** All that was signed in a wave for the person whose blinded ticket of this table has this hash. */
export const listIssuedWith = async (
  tx: Tx,
  of: { wave: WaveId; table: string; blindedHash: Buffer },
): Promise<{ member: MemberId; table: string; blindSignature: Buffer }[]> => {
  const { rows } = await sql<{ member: MemberId; table: string; blindSignature: Buffer }>`
    select i.member, i.published_table as "table", i.blind_signature as "blindSignature"
    from org.issuance i
    join org.issuance own on own.organisation = i.organisation and own.wave = i.wave and own.member = i.member
    where own.wave = ${of.wave}::uuid and own.published_table = ${of.table}
      and own.blinded_hash = ${of.blindedHash}`.execute(tx)
  return rows
}

export const deleteIssued = async (tx: Tx, wave: WaveId): Promise<void> => {
  await deleteHeadLines(tx, wave)
  await of(tx).deleteFrom('org.issuance').where('wave', '=', wave).execute()
}
