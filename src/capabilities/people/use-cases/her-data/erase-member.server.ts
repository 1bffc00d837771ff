import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { removeMemberships } from '../../data/accounts.server.ts'
import { removeMember, removePointers } from '../../data/erase.server.ts'
import { findMember, hasOtherAdministrator, holdMember } from '../../data/members.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import type { Holding } from './holding.server.ts'

/**
 * Takes one person out of one organisation. The organisation’s side commits first: killed before the site’s, she is
 * already nobody there, and doing it again completes it. An organisation is never left without an administrator; the
 * commons needs none.
 */
export const eraseMember = async (
  effects: Pick<Effects, 'database' | 'clock'> & { holdings: readonly Holding[] },
  given: { organisation: OrganisationId; isCommons: boolean; member: MemberId },
): Promise<Result<undefined, PeopleRefusal>> => {
  const { organisation, member: id } = given
  const gone = await effects.database.inOrganisation<Result<Buffer[], PeopleRefusal>>(
    organisation,
    async (tx) => {
      const member = (await holdMember(tx, id)) ? await findMember(tx, id) : undefined
      if (!member) return accept([])
      const mustStay = member.roles.includes('administrator') && !given.isCommons
      if (mustStay && !(await hasOtherAdministrator(tx, id)))
        return refuse({ code: 'people/last-administrator' })
      for (const holding of effects.holdings) await holding.erase(tx, { organisation, member: id })
      const hashes = await removeMember(tx, id)
      // In the commons nothing is noted of who comes and goes.
      if (!given.isCommons)
        await note({ tx, clock: effects.clock, organisation, actor: id, act: 'member-deleted-herself' })
      return accept(hashes)
    },
  )
  if (!gone.ok) return gone
  await effects.database.inSite(async (tx) => {
    await removePointers(tx, gone.value)
    await removeMemberships(tx, { organisation, members: [id] })
  })
  return accept(undefined)
}
