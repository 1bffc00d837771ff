import { findStaffEntry } from '../../data/members.server.ts'
import { type Colleague, findProfile, listColleagues } from '../../data/profiles.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Profile } from '../../domain/profile.ts'
import type { Effects } from '../../effects.ts'

export type ProfileSeen = {
  profile: Profile
  /** What the staff list says of her, which the administrator goes on seeing. */
  staffList: { name: string; profession: string | null; languages: readonly string[] }
  /** As colleagues see her now. */
  asSeen: Colleague
}

/** Her own profile: whoever asks sees her own and nobody else's. */
export const seeProfile = (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor },
): Promise<ProfileSeen> => {
  const { organisation, member } = given.actor
  return effects.database.inOrganisation(organisation.id, async (tx) => {
    const staffList = await findStaffEntry(tx, member.id)
    const asSeen = (await listColleagues(tx, [member.id])).get(member.id)
    if (!staffList || !asSeen) throw new Error('Whoever asks is not a member any more.')
    return { profile: await findProfile(tx, member.id), staffList, asSeen }
  })
}
