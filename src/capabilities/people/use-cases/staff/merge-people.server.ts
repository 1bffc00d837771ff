import type { MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { note } from '#platform/audit/audit.server.ts'
import { readForm } from '../../contract/form.ts'
import { MergePeopleForm } from '../../contract/person.ts'
import { removeMemberships } from '../../data/accounts.server.ts'
import { findMember, markLeft } from '../../data/members.server.ts'
import { handOver, holdEntries, takeOverRolesAndLeads } from '../../data/merge-people.server.ts'
import { lockRoster } from '../../data/roster.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { whichStays } from '../../domain/merging.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { todayIn } from '../../domain/today.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

/**
 * Makes two entries that are one person into one. The entry that stays keeps its account; the other one's account
 * opens nothing here any more, its invitations end, and its roles and teams go over. Accounts never change hands. In a
 * check-in that was announced before, the two together have one ticket.
 */
export const mergePeople = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; form: unknown },
): Promise<Result<{ kept: MemberId }, PeopleRefusal>> => {
  const form = readForm(MergePeopleForm, given.form)
  if (!form.ok) return form
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const { id: organisation, timeZone } = given.actor.organisation
  const ids = [form.value.member as MemberId, form.value.other as MemberId] as const

  const merged = await effects.database.inOrganisation(organisation, async (tx) => {
    await lockRoster(tx, organisation)
    await holdEntries(tx, ids)
    const [one, other] = [await findMember(tx, ids[0]), await findMember(tx, ids[1])]
    if (!one || !other) return refuse({ code: 'people/not-found' } as const)
    if (one.id === other.id || one.status === 'left' || other.status === 'left')
      return refuse({ code: 'people/one-entry' } as const)
    const { stays, goes } = whichStays(one, other)
    if (goes.id === given.actor.member.id) return refuse({ code: 'people/own-entry' } as const)
    const pair = { organisation, from: goes.id, to: stays.id }
    await takeOverRolesAndLeads(tx, pair)
    await markLeft(tx, {
      members: [goes.id],
      on: todayIn({ now: effects.clock.now(), zone: timeZone }),
    })
    await handOver(tx, { ...pair, email: goes.email })
    await note({
      tx,
      clock: effects.clock,
      organisation,
      actor: given.actor.member.id,
      act: 'people-merged',
      facts: { member: stays.id, closed: goes.id, roles: goes.roles.join(' ') },
    })
    return accept({ kept: stays.id, closed: goes.id })
  })
  if (!merged.ok) return merged
  const members = [merged.value.closed]
  await effects.database.inSite((tx) => removeMemberships(tx, { organisation, members }))

  return accept({ kept: merged.value.kept })
}
