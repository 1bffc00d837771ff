import { findPlace } from '../../data/accounts.server.ts'
import { findMember } from '../../data/members.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { isLanguage } from '../../domain/languages.ts'
import { isSlug } from '../../domain/slug.ts'
import type { Effects } from '../../effects.ts'

/**
 * Who an account is in an organisation. Undefined when there is no such organisation, when she is not in it, and when
 * she has left: the three look the same.
 */
export const findActor = async (
  effects: Pick<Effects, 'database'>,
  given: { userId: string; slug: string },
): Promise<Actor | undefined> => {
  if (!isSlug(given.slug)) return undefined
  const found = await effects.database.askSite((tx) => findPlace(tx, given))
  if (!found) return undefined
  const member = await effects.database.inOrganisation(found.organisation.id, (tx) =>
    findMember(tx, found.member),
  )
  if (member?.status !== 'active') return undefined
  return {
    userId: given.userId,
    organisation: found.organisation,
    member: {
      id: member.id,
      name: (member.isChosenNameShown && member.chosenName) || member.name,
      ownName: member.chosenName ?? member.name,
      unit: member.unit,
      unitName: member.unitName,
    },
    language: isLanguage(member.language) ? member.language : undefined,
    roles: member.roles,
    leads: member.leads.map(({ id }) => id),
    isOperator: found.isOperator,
  }
}
