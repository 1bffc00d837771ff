import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import type { Clock } from '../clock.ts'
import type { Tx } from '../database/database.server.ts'

export type AuditTables = {
  'org.audit_entry': {
    organisation: string
    number: number
    at: Date
    actor: string | null
    act: string
    facts: string
    previous: Buffer
    hash: Buffer
  }
}

type Entry = { number: number; at: Date; actor: string | null; act: string; facts: string; previous: Buffer }

/** How a chain ends: the number of its newest entry, and its hash in hexadecimal. */
export type Head = { number: number; hash: string }

const first = Buffer.alloc(32)

const hashOf = (entry: Entry): Buffer =>
  createHash('sha256')
    .update(JSON.stringify([entry.number, entry.at.toISOString(), entry.actor, entry.act, entry.facts]))
    .update(entry.previous)
    .digest()

/**
 * Notes what an administrator, lead or operator did. Each entry carries the hash of the one before, so that a changed,
 * dropped or reordered entry shows. Facts are ids, codes and counts; never anything from an anonymous path.
 */
export const note = async (options: {
  tx: Tx
  clock: Clock
  organisation: OrganisationId
  actor: MemberId | null
  act: string
  facts?: Record<string, string | number | boolean | null>
}): Promise<void> => {
  const db = options.tx.withTables<AuditTables>()
  // One writer at a time in an organisation: the chain has one end.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`audit ${options.organisation}`}, 0))`.execute(db)
  const last = await db
    .selectFrom('org.audit_entry')
    .select(['number', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  const entry: Entry = {
    number: (last?.number ?? 0) + 1,
    at: options.clock.now(),
    actor: options.actor,
    act: options.act,
    facts: JSON.stringify(options.facts ?? {}),
    previous: last?.hash ?? first,
  }
  await db
    .insertInto('org.audit_entry')
    .values({ organisation: options.organisation, ...entry, hash: hashOf(entry) })
    .execute()
}

/** What an entry says was cut before the one that is now the first: its hash and number, or the very beginning. */
const startOf = (entries: readonly { number: number; act: string; facts: string }[]) => {
  const cut = entries.findLast(({ act }) => act === 'audit-cut')
  if (!cut) return { previous: first, number: 1 }
  const { upTo, hash } = JSON.parse(cut.facts) as { upTo: number; hash: string }
  return { previous: Buffer.from(hash, 'hex'), number: upTo + 1 }
}

/**
 * Walks the whole chain of the transaction's organisation, from its beginning or from where the newest cut noted in it
 * left off. `witnessed`: an end that was remembered elsewhere, which must still be part of it, or be what was cut last.
 * Returns the number of the first entry that does not fit, or null.
 */
export const findBreak = async (tx: Tx, witnessed?: Head): Promise<number | null> => {
  const db = tx.withTables<AuditTables>()
  const entries = await db.selectFrom('org.audit_entry').selectAll().orderBy('number').execute()
  const start = startOf(entries)
  let previous: Buffer = start.previous
  let expected = start.number
  const isRemembered = (end: Head) =>
    !witnessed || end.number !== witnessed.number || end.hash === witnessed.hash
  const cut = { number: start.number - 1, hash: start.previous.toString('hex') }
  if (!isRemembered(cut) || (witnessed && witnessed.number < cut.number)) return expected
  for (const entry of entries) {
    const isNext = entry.number === expected && Buffer.compare(entry.previous, previous) === 0
    const end = { number: entry.number, hash: entry.hash.toString('hex') }
    if (!isNext || Buffer.compare(hashOf(entry), entry.hash) !== 0 || !isRemembered(end)) return expected
    previous = entry.hash
    expected++
  }
  // Its newest entries are gone.
  return witnessed && witnessed.number >= expected ? expected : null
}

/** How the chain of the transaction's organisation ends now; undefined while it is empty. */
export const readHead = async (tx: Tx): Promise<Head | undefined> => {
  const last = await tx
    .withTables<AuditTables>()
    .selectFrom('org.audit_entry')
    .select(['number', 'hash'])
    .orderBy('number', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last && { number: last.number, hash: last.hash.toString('hex') }
}

/** The newest entries first, for the page that shows who did what; `before` is the number of an entry to go on from. */
export const readAudit = async (tx: Tx, wish: { limit: number; before: number }) =>
  tx
    .withTables<AuditTables>()
    .selectFrom('org.audit_entry')
    .select(['number', 'at', 'actor', 'act', 'facts'])
    .orderBy('number', 'desc')
    .where('number', '<', wish.before)
    .limit(wish.limit)
    .execute()

/** Every entry as it was hashed, oldest first. */
export const readAuditRows = (tx: Tx) =>
  tx
    .withTables<AuditTables>()
    .selectFrom('org.audit_entry')
    .select(['number', 'at', 'actor', 'act', 'facts', 'previous', 'hash'])
    .orderBy('number')
    .execute()
