import { m } from '#messages'
import type { DeskGroup } from '../../../domain/run/desk.ts'
import type { Heard } from '../../../domain/stream/hear.ts'
import { groupWords, nameWords } from '../desk-words.ts'

export type KnownPerson = {
  seat: number
  name: string
  isAway: boolean
  isMuted: boolean
  group: number | undefined
  roles: readonly string[]
}

/**
 * Whom the desk can name: everybody, or in a large room those with a hand up, at the door, leading, or heard lately.
 * In the order of their coming.
 */
export const knownPeople = ({ desk, said }: Heard): KnownPerson[] => {
  if (!desk) return []
  if (desk.people)
    return desk.people.map(({ seat, name, presence, isMuted, group, roles }) => ({
      seat,
      name: nameWords(seat, name),
      isAway: presence === 'away',
      isMuted,
      group,
      roles,
    }))
  const names = new Map<number, string>()
  for (const [seat, name] of Object.entries(desk.names)) names.set(Number(seat), name)
  for (const { by, name } of said.values()) names.set(by, name)
  return [...names]
    .toSorted(([one], [other]) => one - other)
    .map(([seat, name]) => ({
      seat,
      name: nameWords(seat, name),
      isAway: false,
      isMuted: false,
      group: undefined,
      roles: [],
    }))
}

/** “Amina, Group 2, away for a moment”. */
export const personWords = (person: KnownPerson, groups: readonly DeskGroup[]): string => {
  const group = groups.find(({ number }) => number === person.group)
  if (!group) return person.isAway ? m.desk_person_away({ name: person.name }) : person.name
  const words = { name: person.name, group: groupWords(group) }
  return person.isAway ? m.desk_person_group_away(words) : m.desk_person_group(words)
}
