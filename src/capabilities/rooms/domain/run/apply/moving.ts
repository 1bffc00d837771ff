import { dutiesOf, turnPart } from '../../format/format.ts'
import { seated } from '../door.ts'
import type { DealtGroup, RoomEvent } from '../events.ts'
import { pairsOf } from '../meetings.ts'
import { formatAt, takingPart } from '../place.ts'
import { type Run, spreadAsWished } from '../state.ts'

type Of<K extends RoomEvent['kind']> = Extract<RoomEvent, { kind: K }>

export const moved = (run: Run, event: Of<'moved'>): void => {
  const { at, turns, clock, groups, dealt, roles, status, atTheDoor, hadTurn, held, spread, asks, asking } =
    run
  const met = event.groups ?? []
  const group = { groups, dealt, asks, asking, met }
  run.before = { at, turns, clock, ...group, roles, status, atTheDoor, hadTurn, held, spread }
  run.status = 'running'
  run.at = event.at
  run.since = run.number
  run.turns = event.turns
  run.clock = event.clock
  run.roles = new Map(Object.entries(event.roles).map(([seat, names]) => [Number(seat), names]))
  run.ready = new Set()
  run.announced = undefined
  run.move += 1
  if (event.groups) {
    regroup(run, event.groups)
    run.spread = event.spread ?? spreadAsWished
  }
  const isNewBlock = at?.block !== event.at.block
  const isNewTurn = isNewBlock || at.turn !== event.at.turn
  if (isNewBlock) run.hadTurn = new Set()
  if (event.groups && !isNewTurn) giveTurnsBack(run, roles)
  if (event.groups || isNewTurn) beginTurn(run)
}

/** Groups that are dealt again within a turn end it for those who had it: theirs is still to come. */
const giveTurnsBack = (run: Run, roles: Run['roles']) => {
  const format = formatAt(run)
  const turn = format && turnPart(format)?.id
  const had = (seat: number) => turn !== undefined && roles.get(seat)?.includes(turn)
  run.hadTurn = new Set([...run.hadTurn].filter((seat) => !had(seat)))
}

const beginTurn = (run: Run) => {
  run.laidDown = new Map()
  run.asks = new Map()
  const format = formatAt(run)
  if (!format) return
  const turn = turnPart(format)?.id
  const duties = dutiesOf(format).map(({ id }) => id)
  const hadTurn = new Set(run.hadTurn)
  const held = new Map(run.held)
  for (const [seat, roles] of run.roles) {
    if (turn !== undefined && roles.includes(turn)) hadTurn.add(seat)
    for (const duty of roles.filter((role) => duties.includes(role)))
      held.set(seat, { ...held.get(seat), [duty]: (held.get(seat)?.[duty] ?? 0) + 1 })
  }
  run.hadTurn = hadTurn
  run.held = held
}

const regroup = (run: Run, groups: readonly DealtGroup[]) => {
  run.groups = groups.map(({ name, seats }, at) => ({ number: at + 1, name, seats }))
  run.dealt = run.number
  run.atTheDoor = []
  run.asking = new Set()
  count(run, groups, 1)
}

const count = (run: Run, groups: readonly { seats: readonly number[] }[], by: 1 | -1) => {
  for (const pair of groups.flatMap(({ seats }) => pairsOf(seats)))
    run.met.set(pair, (run.met.get(pair) ?? 0) + by)
}

export const clockSet = (run: Run, { clock }: Of<'clock-set'>): void => {
  run.clock = clock
  run.move += 1
}

/** Back to the last step with the clock as it stood; who left or came meanwhile stays so. */
export const undone = (run: Run): void => {
  if (!run.before) return
  const { met, groups, ...before } = run.before
  count(run, met, -1)
  Object.assign(run, before)
  const present = new Set(takingPart(run))
  run.laidDown = new Map([...run.roles].filter(([seat]) => !present.has(seat)))
  run.roles = new Map([...run.roles].filter(([seat]) => present.has(seat)))
  run.groups = groups.map((group) => ({
    ...group,
    seats: group.seats.filter((seat) => present.has(seat)),
  }))
  const seated = new Set(run.groups.flatMap(({ seats }) => seats))
  run.atTheDoor = run.groups.length > 0 ? [...present].filter((seat) => !seated.has(seat)) : []
  run.before = undefined
  run.ready = new Set()
  run.move += 1
}

export const placed = (run: Run, { seat, group }: Of<'placed'>): void => {
  run.atTheDoor = run.atTheDoor.filter((other) => other !== seat)
  run.groups = seated(run.groups, seat, group)
}

export const roleChanged = (run: Run, { seat, roles }: Of<'role-changed'>): void => {
  const format = formatAt(run)
  const turn = format && turnPart(format)?.id
  // Who gives her turn away within it has one still to come; before the turns nobody has had one.
  if (turn !== undefined && run.at && run.at.turn > 0) {
    const hadTurn = new Set(run.hadTurn)
    if (roles.includes(turn)) hadTurn.add(seat)
    else if (run.roles.get(seat)?.includes(turn)) hadTurn.delete(seat)
    run.hadTurn = hadTurn
  }
  run.roles.set(seat, roles)
}

export const dutiesSkipped = (run: Run, { seat, duties }: Of<'duties-skipped'>): void => {
  const was = run.seats.get(seat)
  if (was) run.seats.set(seat, { ...was, skips: duties })
}
