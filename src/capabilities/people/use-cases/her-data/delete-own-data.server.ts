import type { MemberId, OrganisationId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { readForm } from '../../contract/form.ts'
import { DeleteForm } from '../../contract/her-data.ts'
import { isOperator, listMemberships } from '../../data/accounts.server.ts'
import { removeAccount, stepDownAsOperator } from '../../data/erase.server.ts'
import { hasOtherAdministrator, isAdministrator } from '../../data/members.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { eraseMember } from './erase-member.server.ts'
import type { Holding } from './holding.server.ts'

type Needs = Pick<Effects, 'database' | 'clock'> & { holdings: readonly Holding[] }

/**
 * Deletes what one organisation holds about whoever asks. An account that then opens nothing goes too; one that still
 * opens something stays. Answers whether it is gone.
 */
export const deleteOwnMembership = async (
  effects: Needs,
  given: { actor: Actor; form: unknown },
): Promise<Result<{ isAccountGone: boolean }, PeopleRefusal>> => {
  const form = readForm(DeleteForm, given.form)
  if (!form.ok) return form
  const { userId, organisation, member } = given.actor
  const erased = await eraseMember(effects, {
    organisation: organisation.id,
    isCommons: organisation.isCommons,
    member: member.id,
  })
  if (!erased.ok) return erased
  const isAccountGone = await effects.database.inSite(async (tx) => {
    const opensMore = (await isOperator(tx, userId)) || (await listMemberships(tx, userId)).length > 0
    if (!opensMore) await removeAccount(tx, userId)
    return !opensMore
  })
  return accept({ isAccountGone })
}

/**
 * Deletes an account and what every organisation holds about its owner. Refused as a whole, before anything is gone,
 * while an organisation has no other administrator or the site no other operator. Repeated after a kill, it completes.
 */
export const deleteOwnAccount = async (
  effects: Needs,
  given: { userId: string; form: unknown },
): Promise<Result<undefined, PeopleRefusal>> => {
  const form = readForm(DeleteForm, given.form)
  if (!form.ok) return form
  const places = await effects.database.inSite((tx) => listMemberships(tx, given.userId))
  for (const place of places) {
    if (place.isCommons) continue
    const member = place.member as MemberId
    const isNeeded = await effects.database.inOrganisation(
      place.id as OrganisationId,
      async (tx) => (await isAdministrator(tx, member)) && !(await hasOtherAdministrator(tx, member)),
    )
    if (isNeeded) return refuse({ code: 'people/last-administrator' })
  }
  if (!(await effects.database.inSite((tx) => stepDownAsOperator(tx, given.userId))))
    return refuse({ code: 'people/last-operator' })

  for (const { id, member, isCommons } of places) {
    const erased = await eraseMember(effects, {
      organisation: id as OrganisationId,
      isCommons,
      member: member as MemberId,
    })
    if (!erased.ok) return erased
  }
  await effects.database.inSite((tx) => removeAccount(tx, given.userId))

  return accept(undefined)
}
