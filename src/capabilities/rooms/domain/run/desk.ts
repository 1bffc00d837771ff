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
  canUndo: boolean
}

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
  canUndo: run.before !== undefined,
})

const isByName = ({ secrecy }: PollRun) => secrecy === 'named'
