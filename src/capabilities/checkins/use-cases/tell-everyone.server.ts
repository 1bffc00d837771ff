import {
  isSendingNow,
  nextSendingMoment,
  type OrganisationSummary,
  queueMessages,
  readSendingHours,
  type SendingHours,
} from '#capabilities/people/index.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { listEligible } from '../data/eligible.server.ts'
import { markTold } from '../data/waves.server.ts'
import type { Wave } from '../domain/wave.ts'

type Kind = 'check-in-open' | 'check-in-reminder' | 'check-in-cancelled'

/** The same message to everyone eligible. Who has fetched a ticket is in the same database and is never asked here. */
export const queueForEveryone = async (
  tx: Tx,
  given: { wave: Wave; kind: Kind; at: Date },
): Promise<void> => {
  const { wave, kind, at } = given
  const people = await listEligible(tx, wave.id)
  await queueMessages(tx, {
    organisation: wave.organisation,
    kind,
    to: people.map(({ member }) => ({ member, about: wave.id })),
    at,
  })
}

/**
 * Tells everybody of an open wave what is due: that it is open, and once later that it still is. Both wait for the
 * sending hours. Each is noted in the transaction that queues it, so that it is said once, whatever is killed.
 */
export const tellEveryone = async (
  checkins: Checkins,
  on: { organisation: OrganisationSummary; wave: Wave },
): Promise<void> => {
  const { organisation, wave } = on
  const at = checkins.clock.now()
  if (wave.state !== 'open' || at >= wave.closesAt) return
  const isQueued = await checkins.database.inOrganisation(organisation.id, async (tx) => {
    const hours = await readSendingHours(tx)
    if (!isSendingNow({ at, hours, timeZone: organisation.timeZone })) return false
    const due = dueMessage({ wave, at, hours, timeZone: organisation.timeZone })
    if (!due || !(await markTold(tx, { wave: wave.id, what: due.what, at }))) return false
    await queueForEveryone(tx, { wave, kind: due.kind, at })
    return true
  })
  if (isQueued) await checkins.jobs.send('send-messages', {})
}

const dueMessage = (given: {
  wave: Wave
  at: Date
  hours: SendingHours
  timeZone: string
}): { what: 'opening' | 'reminder'; kind: Kind } | undefined => {
  const { wave, at } = given
  if (wave.openingToldAt === null) return { what: 'opening', kind: 'check-in-open' }
  const reminder = reminderAt(given)
  const isDue = reminder !== undefined && wave.reminderToldAt === null && at >= reminder
  return isDue ? { what: 'reminder', kind: 'check-in-reminder' } : undefined
}

const day = 86_400_000

/**
 * When everybody is reminded: half-way, or when the sending hours next begin. Undefined without a reminder, where less
 * than a day would lie between the two messages, and where it would come too late to help.
 */
export const reminderAt = (given: {
  wave: Pick<Wave, 'opensAt' | 'closesAt' | 'reminds' | 'openingToldAt'>
  hours: SendingHours
  timeZone: string
}): Date | undefined => {
  const { wave, hours, timeZone } = given
  if (!wave.reminds) return undefined
  const halfWay = new Date((wave.opensAt.getTime() + wave.closesAt.getTime()) / 2)
  const at = nextSendingMoment({ at: halfWay, hours, timeZone })
  const told = wave.openingToldAt ?? nextSendingMoment({ at: wave.opensAt, hours, timeZone })
  return at < wave.closesAt && at.getTime() - told.getTime() >= day ? at : undefined
}
