import { accept, type Result, refuse } from '#kernel/result.ts'
import { noteAccess } from '../../data/access.server.ts'
import { countInvitations, type InvitationCounts, listPrinted } from '../../data/invitations.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { printCode } from '../../domain/join-code.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { codeOf } from './holding.server.ts'

export type Slip = { id: string; name: string; unit: string | null; code: string; expiresAt: Date }
export type InvitationsSeen = InvitationCounts & {
  /** Whether anybody may be invited to the address that this site has. */
  isAddressSecure: boolean
}
export const slipsPerPage = 400

/** The slips to print: every code that can still be used, by team and name, some hundreds at a time. */
export const listSlips = async (
  effects: Pick<Effects, 'settings' | 'database' | 'clock' | 'secrets'>,
  given: { actor: Actor; page: number },
): Promise<Result<{ slips: Slip[]; total: number }, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  if (!effects.settings.isAddressSecure) return refuse({ code: 'people/address-not-secure' })
  const { organisation, member } = given.actor
  const now = effects.clock.now()
  const rows = await effects.database.inOrganisation(organisation.id, async (tx) => {
    const offset = (given.page - 1) * slipsPerPage
    const listed = await listPrinted(tx, { now, limit: slipsPerPage, offset })
    await noteAccess(tx, {
      organisation: organisation.id,
      members: listed.map((row) => row.member),
      actor: member.id,
      way: 'code-list',
      today: todayIn({ now, zone: organisation.timeZone }),
    })
    return listed
  })
  const slips = rows.map(({ id, name, unit, expires_at }) => ({
    id,
    name,
    unit,
    code: printCode(codeOf(effects.secrets, id)),
    expiresAt: expires_at,
  }))
  return accept({ slips, total: rows[0]?.total ?? 0 })
}

/** How far inviting has come. */
export const seeInvitations = async (
  effects: Pick<Effects, 'settings' | 'database' | 'clock'>,
  given: { actor: Actor },
): Promise<Result<InvitationsSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const counts = await effects.database.inOrganisation(given.actor.organisation.id, (tx) =>
    countInvitations(tx, effects.clock.now()),
  )
  return accept({ ...counts, isAddressSecure: effects.settings.isAddressSecure })
}
