import { createHash } from 'node:crypto'
import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import { addMembership } from '../../data/accounts.server.ts'
import { addMember } from '../../data/members.server.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { idFrom } from '../setting-up/found-organisation.server.ts'

/**
 * Makes an account a member of the commons: a name and a day, no address, no team. Her id there comes from her account,
 * so that a joining that was cut short is completed by the next. Nothing is noted of it.
 */
export const enrol = async (
  effects: Pick<Effects, 'database' | 'clock' | 'secrets'>,
  given: { commons: { id: OrganisationId; timeZone: string }; userId: string; name: string },
): Promise<MemberId> => {
  const { id: organisation, timeZone } = given.commons
  const seed = effects.secrets.derive('commons member', `${organisation} ${given.userId}`)
  const member = idFrom<MemberId>(createHash('sha256').update(seed).digest())
  const joinedOn = todayIn({ now: effects.clock.now(), zone: timeZone })
  await effects.database.inOrganisation(organisation, (tx) =>
    addMember(tx, { organisation, id: member, name: given.name, email: null, joinedOn }),
  )
  await effects.database.inSite((tx) => addMembership(tx, { userId: given.userId, organisation, member }))
  return member
}
