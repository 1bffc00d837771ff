import { accept, type Result, refuse } from '#kernel/result.ts'
import { turnPart } from '../../format/format.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { HostCommand } from '../commands.ts'
import type { RoomEvent } from '../events.ts'
import { formatAt, groupOf, isOnStage, takingPart } from '../place.ts'
import type { Run, SeatNumber } from '../state.ts'

type Decided = Result<RoomEvent[], RoomRefusal>

/**
 * Somebody brings her matter now: before the turns, where a group agrees on whose it shall be, or until the first step of
 * a turn is over. Whoever had the turn gets what she had, duties included, and keeps a turn for later.
 */
export const takeTurn = (run: Run, by: SeatNumber): Decided => {
  const format = formatAt(run)
  const group = groupOf(run, by)
  if (!format || !run.at || !group) return refuse({ code: 'rooms/not-in-a-group' })
  const part = turnPart(format)?.id
  if (part === undefined) return refuse({ code: 'rooms/part-unknown' })
  const rolesOf = (seat: SeatNumber) => run.roles.get(seat) ?? []
  if (rolesOf(by).includes(part)) return accept([])
  const isEarly = run.at.turn === 0 || (run.at.turn <= run.turns && run.at.step === 0)
  if (!isEarly || run.hadTurn.has(by)) return refuse({ code: 'rooms/turn-over' })
  const taker = group.seats.find((seat) => rolesOf(seat).includes(part))
  if (taker === undefined) return accept([{ kind: 'role-changed', seat: by, roles: [part] }])
  return accept([
    { kind: 'role-changed', seat: taker, roles: rolesOf(by) },
    { kind: 'role-changed', seat: by, roles: rolesOf(taker) },
  ])
}

/** The host asks somebody onto the stage. Where people sit at tables she leaves hers for one in front of the others. */
export const choose = (run: Run, asked: Extract<HostCommand, { do: 'choose' }>): Decided => {
  const { seat, part } = asked
  const role = formatAt(run)?.roles.find(({ id }) => id === part)
  if (role?.kind !== 'part' || role.whose !== 'stage') return refuse({ code: 'rooms/part-unknown' })
  if (!takingPart(run).includes(seat)) return refuse({ code: 'rooms/seat-unknown' })
  if (run.roles.get(seat)?.includes(part)) return accept([])
  const have = [...run.roles].filter(([, roles]) => roles.includes(part)).length
  if (have >= role.most) return refuse({ code: 'rooms/part-taken', most: role.most })
  return accept([...seatOnStage(run, seat), { kind: 'role-changed', seat, roles: [part] }])
}

const seatOnStage = (run: Run, seat: SeatNumber): RoomEvent[] => {
  if (run.groups.length === 0) return []
  const stage = run.groups.find(({ seats }) => seats.some((other) => isOnStage(run, other)))
  const group = stage?.number ?? Math.max(...run.groups.map(({ number }) => number)) + 1
  return stage?.seats.includes(seat) ? [] : [{ kind: 'placed', seat, group }]
}
