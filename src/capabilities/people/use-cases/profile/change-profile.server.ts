import { isDeepStrictEqual } from 'node:util'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { ProfileForm } from '../../contract/profile.ts'
import { findProfile, saveProfile } from '../../data/profiles.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { Profile } from '../../domain/profile.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'

/**
 * Says something else of oneself. Typed into a page that is older than the last change it is refused, so that of two
 * open pages neither silently undoes the other. The audit log, which others read, is told nothing.
 */
export const changeProfile = async (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(ProfileForm, given.form)
  if (!form.ok) return form
  const { organisation, member } = given.actor
  const { quietFrom, quietUntil, ...said } = form.value
  const profile: Profile = { ...said, quietHours: quietFrom ? { from: quietFrom, until: quietUntil } : null }

  return effects.database.inOrganisation(organisation.id, async (tx) => {
    if (await saveProfile(tx, { organisation: organisation.id, member: member.id, profile }))
      return accept(undefined)
    // The same page sent twice is no quarrel.
    const now = await findProfile(tx, member.id)
    return isDeepStrictEqual(saidIn(now), saidIn(profile))
      ? accept(undefined)
      : refuse({ code: 'people/profile-changed' })
  })
}

const saidIn = ({ version: _, shown, ...said }: Profile) => ({ ...said, shown: new Set(shown) })
