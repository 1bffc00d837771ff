import type { OrganisationId } from '#kernel/ids.ts'
import type { Clock } from '../clock.ts'
import type { Tx } from '../database/database.server.ts'
import { type AuditTables, note } from './audit.server.ts'

/** A cut is an entry too: this long the oldest may wait, so that cutting each day does not fill what it empties. */
const slack = 30 * 24 * 60 * 60 * 1000

/** The act that closes off what was cut; its facts hold the number and the hash of the last entry that went. */
const cutAct = 'audit-cut'

/**
 * Cuts the oldest part of the audit, up to the first entry that is not older than `before`. The hash of the last entry
 * that goes is noted at the end of the chain, so that what stays is still held together: nobody can cut off more than
 * is noted, or put another beginning in its place. The database itself refuses to part with anything of the last year.
 * @returns how many entries went.
 */
export const cutAudit = async (options: {
  tx: Tx
  clock: Clock
  organisation: OrganisationId
  before: Date
}): Promise<number> => {
  const db = options.tx.withTables<AuditTables>()
  const oldest = await db
    .selectFrom('org.audit_entry')
    .select('at')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  if (!oldest || oldest.at.getTime() >= options.before.getTime() - slack) return 0
  const kept = await db
    .selectFrom('org.audit_entry')
    .select('number')
    .where('at', '>=', options.before)
    .orderBy('number')
    .limit(1)
    .executeTakeFirst()
  const last = await db
    .selectFrom('org.audit_entry')
    .select(['number', 'hash'])
    .where('number', '<', kept?.number ?? Number.MAX_SAFE_INTEGER)
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return 0
  const old = db.selectFrom('org.audit_entry').where('number', '<=', last.number)
  const { count } = await old.select((eb) => eb.fn.countAll<number>().as('count')).executeTakeFirstOrThrow()
  const { tx, clock, organisation } = options
  const facts = { upTo: last.number, hash: last.hash.toString('hex'), entries: count }
  await note({ tx, clock, organisation, actor: null, act: cutAct, facts })
  const { numDeletedRows } = await db
    .deleteFrom('org.audit_entry')
    .where('number', '<=', last.number)
    .executeTakeFirst()
  if (Number(numDeletedRows) !== count) throw new Error('The database keeps entries that were to be cut.')
  return count
}
