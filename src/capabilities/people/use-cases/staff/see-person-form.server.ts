import { isId, type MemberId, type UnitId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { findMember } from '../../data/members.server.ts'
import { listUnitsWithLeads } from '../../data/units.server.ts'
import type { Actor } from '../../domain/actor.ts'
import type { TypedPerson } from '../../domain/read-person.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import { managerText } from '../../domain/who-manages.ts'
import type { Effects } from '../../effects.ts'
import { mayLookAfterPeople } from '../../policy.ts'
import { type PlaceToChoose, placesNear } from '../units/places-near.ts'

export type PersonFormSeen = {
  places: PlaceToChoose[]
  values: Record<'unit' | keyof TypedPerson, string>
}

/** What the form about a person begins with: an empty one in a team, or what the list says of her. */
export const seePersonForm = async (
  effects: Pick<Effects, 'database'>,
  given: { actor: Actor; about: { unit: string | null } | { member: string } },
): Promise<Result<PersonFormSeen, PeopleRefusal>> => {
  if (!mayLookAfterPeople(given.actor)) return refuse({ code: 'people/not-found' })
  const { about } = given
  if ('member' in about && !isId(about.member)) return refuse({ code: 'people/not-found' })
  return effects.database.inOrganisation(given.actor.organisation.id, async (tx) => {
    const units = await listUnitsWithLeads(tx)
    const member = 'member' in about ? await findMember(tx, about.member as MemberId) : undefined
    if ('member' in about && (!member || member.status === 'left'))
      return refuse({ code: 'people/not-found' })
    const unit = member ? member.unit : 'unit' in about ? (about.unit as UnitId | null) : null
    return accept({
      places: placesNear(units, unit),
      values: {
        name: member?.name ?? '',
        unit: unit ?? '',
        profession: member?.profession ?? '',
        email: member?.email ?? '',
        languages: member?.languages.join(', ') ?? '',
        startOn: member?.startOn ?? '',
        manager: member?.manager ? managerText(member.manager) : '',
        workplace: member?.workplace ?? '',
        shift: member?.shift ?? '',
      },
    })
  })
}
