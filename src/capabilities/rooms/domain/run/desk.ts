import type { PollRun, Run, SeatNumber } from './state.ts'

/** What hosts see beside what everybody sees. Of anonymous polls nothing: not even how many have voted. */
export type DeskPart = {
  hosts: readonly SeatNumber[]
  hands: readonly SeatNumber[]
  atTheDoor: readonly SeatNumber[]
  groups: readonly DeskGroup[]
  /** Messages that somebody reported and nobody has taken away. */
  reported: readonly { said: number; times: number }[]
  /** Of polls by name: how many have answered. */
  voted: Readonly<Record<string, number>>
  ready: number
  /** Names of those who need one here: hands, the door, hosts. */
  names: Readonly<Record<SeatNumber, string>>
  /** Everybody, as long as they are few enough to be looked at one by one; missing in a larger room. */
  people?: readonly DeskPerson[]
  canUndo: boolean
}

export type DeskPerson = {
  seat: SeatNumber
  name: string
  presence: 'here' | 'away'
  group?: number | undefined
  isMuted: boolean
  takesPart: boolean
  roles: readonly string[]
}

/** A longer list would cost a host's telephone more at each change than she could read. */
export const MOST_LISTED = 150

export type DeskGroup = {
  number: number
  name: string
  here: number
  away: number
  ready: number
  isAsking: boolean
}

export const seeDesk = (run: Run): DeskPart => ({
  hosts: [...run.hosts],
  hands: run.hands,
  atTheDoor: run.atTheDoor,
  groups: run.groups.map(({ number, name, seats }) => ({
    number,
    name,
    here: seats.filter((seat) => run.seats.get(seat)?.presence === 'here').length,
    away: seats.filter((seat) => run.seats.get(seat)?.presence === 'away').length,
    ready: seats.filter((seat) => run.ready.has(seat)).length,
    isAsking: run.asking.has(number),
  })),
  reported: [...run.said].flatMap(([said, { reports, isRemoved }]) =>
    reports.size > 0 && !isRemoved ? [{ said, times: reports.size }] : [],
  ),
  voted: Object.fromEntries(
    [...run.polls.values()].filter(isByName).map(({ poll, choices }) => [poll.id, choices.size]),
  ),
  ready: run.ready.size,
  names: Object.fromEntries(
    [...run.hosts, ...run.hands, ...run.atTheDoor].map((seat) => [seat, run.seats.get(seat)?.name ?? '']),
  ),
  ...listed(run),
  canUndo: run.before !== undefined,
})

const listed = (run: Run): Pick<DeskPart, 'people'> => {
  if (run.seats.size > MOST_LISTED) return {}
  const groups = new Map(
    run.groups.flatMap(({ number, seats }) => seats.map((seat) => [seat, number] as const)),
  )
  const people = [...run.seats].flatMap(([seat, { name, presence, isMuted, takesPart }]): DeskPerson[] => {
    if (presence !== 'here' && presence !== 'away') return []
    const group = groups.get(seat)
    return [{ seat, name, presence, group, isMuted, takesPart, roles: run.roles.get(seat) ?? [] }]
  })
  return { people }
}

const isByName = ({ secrecy }: PollRun) => secrecy === 'named'
