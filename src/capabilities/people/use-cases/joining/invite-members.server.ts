import { type InvitationId, type MemberId, newId, type OrganisationId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import { readForm } from '../../contract/form.ts'
import { InviteForm } from '../../contract/staff.ts'
import {
  insertInvitations,
  listUninvited,
  type NewInvitation,
  pointToOrganisation,
  type Way,
} from '../../data/invitations.server.ts'
import { queueMessages } from '../../data/messages.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { codeOf, hashOfHeld, linkSecretOf } from './holding.server.ts'

export const invitationLives = 14 * 24 * 60 * 60 * 1000

type Needs = Pick<Effects, 'settings' | 'database' | 'clock' | 'secrets' | 'jobs'>

/**
 * Invites everybody who has not joined and holds nothing that still works: by letter, or by a printed code.
 * Done twice, nobody is invited twice. Answers how many were invited now. To an address where browsers give neither
 * passkeys nor sealed answers, nobody is invited.
 */
export const inviteMembers = async (
  effects: Needs,
  given: { actor: Actor; form: unknown },
): Promise<Result<{ way: Way; invited: number }, PeopleRefusal>> => {
  const form = readForm(InviteForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  if (!effects.settings.isAddressSecure) return refuse({ code: 'people/address-not-secure' })
  const { way } = form.value
  const organisation = given.actor.organisation.id

  const invited = await effects.database.inOrganisation(organisation, async (tx) => {
    const members = await listUninvited(tx, { way, now: effects.clock.now() })
    await makeInvitations(effects, tx, { organisation, by: given.actor.member.id, way, members })
    if (members.length > 0) {
      await note({
        tx,
        clock: effects.clock,
        organisation,
        actor: given.actor.member.id,
        act: way === 'mail' ? 'invited-by-mail' : 'codes-printed',
        facts: { people: members.length },
      })
    }
    return members.length
  })
  if (way === 'mail' && invited > 0) await effects.jobs.send('send-messages', {})

  return accept({ way, invited })
}

/** Makes invitations for these members within the caller's transaction; letters are queued, not sent. */
export const makeInvitations = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets'>,
  tx: Tx,
  given: { organisation: OrganisationId; by: MemberId; way: Way; members: readonly MemberId[] },
): Promise<void> => {
  if (given.members.length === 0) return
  const { organisation, way } = given
  const now = effects.clock.now()
  const expiresAt = new Date(now.getTime() + invitationLives)
  const held = way === 'mail' ? linkSecretOf : codeOf
  const invitations: NewInvitation[] = given.members.map((member) => {
    const id = newId<InvitationId>()
    return { id, member, hash: hashOfHeld(effects.secrets, held(effects.secrets, id)) }
  })
  // First, and in the site's own transaction: pointing to an invitation that never came to be harms nobody.
  await effects.database.inSite((site) =>
    pointToOrganisation(site, { organisation, hashes: invitations.map(({ hash }) => hash), now, expiresAt }),
  )
  await insertInvitations(tx, { organisation, way, madeAt: now, madeBy: given.by, expiresAt, invitations })
  if (way === 'printed') return
  const to = invitations.map(({ id, member }) => ({ member, about: id }))
  await queueMessages(tx, { organisation, kind: 'invitation', at: now, to })
}
