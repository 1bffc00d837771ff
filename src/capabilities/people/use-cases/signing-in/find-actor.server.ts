import type { MemberId } from '#kernel/ids.ts'
import { findMembership, isOperator } from '../../data/accounts.server.ts'
import { findMember } from '../../data/members.server.ts'
import { findOrganisation } from '../../data/organisations.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Effects } from '../../effects.ts'

/**
 * Who an account is in an organisation. Undefined when there is no such organisation, when she is not in it, and when
 * she has left: the three look the same.
 */
export const findActor = async (
  effects: Pick<Effects, 'database'>,
  given: { userId: string; slug: string },
): Promise<Actor | undefined> => {
  const found = await effects.database.inSite(async (tx) => {
    const organisation = await findOrganisation(tx, { slug: given.slug })
    if (!organisation) return undefined
    const membership = await findMembership(tx, { userId: given.userId, organisation: organisation.id })
    if (!membership) return undefined
    return {
      organisation,
      member: membership.member as MemberId,
      isOperator: await isOperator(tx, given.userId),
    }
  })
  if (!found) return undefined
  const member = await effects.database.inOrganisation(found.organisation.id, (tx) =>
    findMember(tx, found.member),
  )
  if (member?.status !== 'active') return undefined
  return {
    userId: given.userId,
    organisation: found.organisation,
    member: { id: member.id, name: member.name, unit: member.unit, unitName: member.unitName },
    roles: member.roles,
    leads: member.leads.map(({ id }) => id),
    isOperator: found.isOperator,
  }
}
