import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { PeopleTables } from './tables.ts'

const of = (tx: Tx) => tx.withTables<PeopleTables>()

export type StoredDecisions = { encoding?: string; choices: Record<string, string> }

/** Keeps a list for its day; the same person's earlier list and those past their day are forgotten. */
export const saveUpload = async (
  tx: Tx,
  given: {
    organisation: OrganisationId
    id: string
    fileName: string
    bytes: Buffer
    by: MemberId
    now: Date
    expiresAt: Date
  },
): Promise<void> => {
  await sql`delete from org.roster_upload
    where uploaded_by = ${given.by}::uuid or expires_at <= ${given.now}`.execute(tx)
  await of(tx)
    .insertInto('org.roster_upload')
    .values({
      organisation: given.organisation,
      id: given.id,
      file_name: given.fileName,
      bytes: given.bytes,
      decisions: JSON.stringify({ choices: {} } satisfies StoredDecisions),
      uploaded_by: given.by,
      expires_at: given.expiresAt,
    })
    .execute()
}

export const findUpload = async (tx: Tx, given: { id: string; by: MemberId; now: Date }) => {
  const row = await of(tx)
    .selectFrom('org.roster_upload')
    .select(['id', 'file_name', 'bytes', 'decisions'])
    .where('id', '=', given.id)
    .where('uploaded_by', '=', given.by)
    .where('expires_at', '>', given.now)
    .executeTakeFirst()
  return (
    row && {
      id: row.id,
      fileName: row.file_name,
      bytes: row.bytes,
      decisions: row.decisions as StoredDecisions,
    }
  )
}

export const saveDecisions = async (
  tx: Tx,
  given: { id: string; decisions: StoredDecisions },
): Promise<void> => {
  await of(tx)
    .updateTable('org.roster_upload')
    .set({ decisions: JSON.stringify(given.decisions) })
    .where('id', '=', given.id)
    .execute()
}

export const removeUpload = async (tx: Tx, id: string): Promise<void> => {
  await of(tx).deleteFrom('org.roster_upload').where('id', '=', id).execute()
}
