import { isId, type MemberId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { findMember, type Member } from '../../data/members.server.ts'
import { type PersonInList, searchPeople } from '../../data/people-search.server.ts'
import type { Actor } from '../../domain/actor.ts'
import { whichStays } from '../../domain/merging.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'

export type MergeSeen = {
  member: Member
  q: string
  found: PersonInList[]
  /** The two of them, when the other was chosen: which stays and which closes. */
  pair: { stays: Member; goes: Member } | undefined
}

const mostFound = 20

/** Finding the other entry of one person, then what merging the two will do. */
export const seeMerge = async (
  effects: Pick<Effects, 'database' | 'clock'>,
  given: { actor: Actor; member: string; q: string | null; other: string | null },
): Promise<Result<MergeSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor) || !isId(given.member)) return refuse({ code: 'people/not-found' })
  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const member = await findMember(tx, given.member as MemberId)
    if (!member || member.status === 'left') return refuse({ code: 'people/not-found' })
    const other = isId(given.other) ? await findMember(tx, given.other as MemberId) : undefined
    const isPair = other && other.status !== 'left' && other.id !== member.id
    // Without a search: whoever shares the first word of the name.
    const q = (given.q ?? member.name.split(' ')[0] ?? '').slice(0, 200)
    const { people } = await searchPeople(tx, {
      text: q,
      units: undefined,
      status: undefined,
      now: effects.clock.now(),
      limit: mostFound + 1,
      offset: 0,
    })
    return accept({
      member,
      q,
      found: people.filter(({ id }) => id !== member.id).slice(0, mostFound),
      pair: isPair ? whichStays(member, other) : undefined,
    })
  })
}
