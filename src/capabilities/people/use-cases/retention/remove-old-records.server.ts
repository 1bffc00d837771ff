import type { OrganisationId } from '#kernel/ids.ts'
import { note } from '#platform/audit/audit.server.ts'
import { cutAudit } from '#platform/audit/cut-audit.server.ts'
import { witnessAudit } from '#platform/audit/witness.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import {
  readChosenDays,
  removeInvitations,
  removeMessages,
  removeNames,
  removeOldOfSite,
  removePeople,
  removeUploads,
} from '../../data/old-records.server.ts'
import { listAllOrganisations } from '../../data/organisations.server.ts'
import { keptDays, type RecordKind } from '../../domain/retention.ts'
import type { Effects } from '../../effects.ts'

const day = 24 * 60 * 60 * 1000
/** An account that opens nothing anywhere is its owner's for a year more. */
const accountsStay = 365 * day

/** Removes the records of one kind that are older than `before`; answers how many. For kinds that other slices keep. */
export type Remover = (tx: Tx, given: { organisation: OrganisationId; before: Date }) => Promise<number>
export type Removers = Partial<Record<RecordKind, Remover>>

type Needs = Pick<Effects, 'database' | 'clock' | 'log' | 'settings'>

/**
 * What is done once a day: removes in every organisation what was kept for long enough, and notes how many of each
 * kind. Done twice, the second finds nothing. Each organisation is one transaction.
 */
export const removeOldRecords = async (effects: Needs, others: Removers = {}): Promise<void> => {
  const now = effects.clock.now()
  for (const { id } of await effects.database.inSite(listAllOrganisations)) {
    const { database, log, settings } = effects
    // How it ends is remembered before its beginning goes; what was tampered with stays, for whoever looks into it.
    const isWhole = (await witnessAudit({ database, log, dataDir: settings.dataDir }, id)) === null
    await database.inOrganisation(id, (tx) =>
      removeIn(effects, tx, { organisation: id, now, others, isWhole }),
    )
  }
  const before = new Date(now.getTime() - accountsStay)
  await effects.database.inSite((tx) => removeOldOfSite(tx, { now, before }))
}

const removeIn = async (
  effects: Needs,
  tx: Tx,
  given: { organisation: OrganisationId; now: Date; others: Removers; isWhole: boolean },
): Promise<void> => {
  const { organisation, now, others } = given
  const days = keptDays(await readChosenDays(tx))
  const before = (kind: RecordKind) => new Date(now.getTime() - days[kind] * day)
  const counts: Record<string, number> = {
    messages: await removeMessages(tx, before('messages')),
    invitations: await removeInvitations(tx, before('invitations')),
    'staff-lists': await removeUploads(tx, now),
    'people-who-left': await removePeople(tx, { organisation, before: before('people-who-left') }),
  }
  for (const [kind, remove] of Object.entries(others))
    counts[kind] = await remove(tx, { organisation, before: before(kind as RecordKind) })
  const facts = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0))
  if (Object.keys(facts).length > 0)
    await note({ tx, clock: effects.clock, organisation, actor: null, act: 'records-removed', facts })
  if (given.isWhole) await cutAudit({ tx, clock: effects.clock, organisation, before: before('audit') })
  await removeNames(tx)
}
