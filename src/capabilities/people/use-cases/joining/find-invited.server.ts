import type { MemberId } from '#kernel/ids.ts'
import { type Result, refuse } from '#kernel/result.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { findInvitation, findOrganisationOf } from '../../data/invitations.server.ts'
import { findMember, type Member } from '../../data/members.server.ts'
import { findOrganisation, type Organisation } from '../../data/organisations.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { hashOfHeld, looksHeld } from './holding.server.ts'

export type Invited = {
  organisation: Organisation
  invitation: { id: string; kind: 'mail' | 'printed'; madeBy: MemberId; expiresAt: Date; sentAt: Date | null }
  member: Member
}

type Work<T> = (invited: Invited, tx: Tx) => Promise<Result<T, PeopleRefusal>>

/** Codes have 60 bits; this keeps an address from trying more than a few million in the time that one lives. */
const limit = { window: 60, max: 120 }

/**
 * Finds whom a link's secret or a printed code invites, and does `work` in that organisation with the invitation held.
 * Unknown, used up and run out are told apart only to somebody who holds the real thing.
 */
export const withInvited = async <T>(
  effects: Pick<Effects, 'database' | 'clock' | 'secrets' | 'attempts'>,
  given: { held: string; address: string; lock: boolean },
  work: Work<T>,
): Promise<Result<T, PeopleRefusal>> => {
  const { allowed, retryAfter } = await effects.attempts.consume(`join from ${given.address}`, limit)
  if (!allowed)
    return refuse({ code: 'people/too-many-attempts', minutes: Math.ceil((retryAfter ?? 60) / 60) })
  if (!looksHeld(given.held)) return refuse({ code: 'people/invitation-not-valid' })
  const hash = hashOfHeld(effects.secrets, given.held)
  const organisation = await effects.database.inSite(async (tx) => {
    const id = await findOrganisationOf(tx, hash)
    return id && findOrganisation(tx, { id })
  })
  if (!organisation) return refuse({ code: 'people/invitation-not-valid' })
  try {
    return await effects.database.inOrganisation(organisation.id, (tx) =>
      workOn(effects, tx, { hash, lock: given.lock, organisation, work }),
    )
  } catch (error) {
    if (error instanceof Refused) return refuse(error.refusal)
    throw error
  }
}

const workOn = async <T>(
  effects: Pick<Effects, 'clock'>,
  tx: Tx,
  given: { hash: Buffer; lock: boolean; organisation: Organisation; work: Work<T> },
): Promise<Result<T, PeopleRefusal>> => {
  const found = await findInvitation(tx, given)
  const member = found && (await findMember(tx, found.member as MemberId))
  if (!found || !member || member.status === 'left') return refuse({ code: 'people/invitation-not-valid' })
  if (found.used_at) return refuse({ code: 'people/invitation-used' })
  if (found.expires_at <= effects.clock.now()) return refuse({ code: 'people/invitation-expired' })
  const { id, kind, made_by, expires_at, sent_at } = found
  const invitation = { id, kind, madeBy: made_by as MemberId, expiresAt: expires_at, sentAt: sent_at }
  const done = await given.work({ organisation: given.organisation, invitation, member }, tx)
  // Thrown, so that a refusal leaves nothing of the work behind.
  if (!done.ok) throw new Refused(done.refusal)
  return done
}

class Refused extends Error {
  refusal: PeopleRefusal
  constructor(refusal: PeopleRefusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}
