import { accept, type Result, refuse } from '#kernel/result.ts'
import { stepAt } from '../../format/course.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { Deal } from '../commands.ts'
import { dealRoles } from '../deal-roles.ts'
import { settle } from '../door.ts'
import type { RoomEvent } from '../events.ts'
import { formatAt, type Next, nextOf, stepNow, takingPart, turnsWith } from '../place.ts'
import type { Clock, Group, Run } from '../state.ts'
import { pollOfBlock } from './polls.ts'

type Decided = Result<RoomEvent[], RoomRefusal>

export const LONGEST_EXTENSION = 30 * 60

/** The host goes on: to the next step, or to the next part of the session. */
export const goOn = (run: Run, asked: { move: number; deal?: Deal | undefined }, now: number): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  const next = nextOf(run)
  return next ? moveTo(run, { next, deal: asked.deal, now }) : refuse({ code: 'rooms/nothing-comes-next' })
}

/** Time is up. Within a part of the session the next step begins by itself; otherwise the bell rings, and the host decides. */
export const ring = (run: Run, asked: { move: number; deal?: Deal | undefined }, now: number): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  if (run.clock.kind !== 'running' || now < run.clock.endsAt)
    return refuse({ code: 'rooms/clock-does-not-run' })
  const next = nextOf(run)
  if (!next?.byBell) return accept([{ kind: 'clock-set', clock: { kind: 'rung', length: run.clock.length } }])
  // The next step begins when this one should have ended, so that a slow moment adds up to nothing.
  const isLate = now - run.clock.endsAt > SLOWEST_BELL
  return moveTo(run, { next, deal: asked.deal, now: isLate ? now : run.clock.endsAt })
}

/** Beyond this a bell did not ring slowly: the server was away, and nobody is robbed of the time that it took. */
const SLOWEST_BELL = 1_000

const moveTo = (run: Run, to: { next: Next; deal: Deal | undefined; now: number }): Decided => {
  const { next, deal, now } = to
  const format = run.plan.blocks[next.at.block]?.format
  if (!format) return refuse({ code: 'rooms/nothing-comes-next' })
  if (next.deals === 'anew' && !deal) return refuse({ code: 'rooms/deal-needed' })
  if (next.deals === 'anew' && deal && !isWhole(run, deal)) return refuse({ code: 'rooms/deal-does-not-fit' })
  const dealt = next.deals === 'anew' ? deal?.groups : next.deals === 'apart' ? [] : undefined
  const isNewTurn = next.isNewBlock || next.at.turn !== run.at?.turn
  const door = isNewTurn && !dealt ? settle(run) : { placed: [], groups: run.groups }
  const groups: readonly Group[] = dealt?.map((group, at) => ({ ...group, number: at + 1 })) ?? door.groups
  const turns = next.isNewBlock ? turnsWith(format, groups) : run.turns
  const roles =
    isNewTurn || dealt
      ? dealRoles({ run, format, groups, at: next.at, turns })
      : Object.fromEntries([...run.roles])
  const seconds = stepAt(format, next.at, turns)?.seconds ?? null
  const moved: RoomEvent = {
    kind: 'moved',
    when: now,
    at: next.at,
    turns,
    clock: clockFor(seconds, now),
    roles,
    ...(dealt ? { groups: dealt, spread: next.deals === 'anew' ? deal?.spread : undefined } : {}),
  }
  const poll = next.isNewBlock ? pollOfBlock(run, run.plan.blocks[next.at.block]?.poll) : []
  return accept([...door.placed, moved, ...poll])
}

const clockFor = (seconds: number | null, now: number): Clock =>
  seconds === null
    ? { kind: 'open' }
    : { kind: 'running', endsAt: now + seconds * 1_000, length: seconds * 1_000 }

/** Whether everybody who takes part is in exactly one group, and nobody else. */
const isWhole = (run: Run, deal: Deal) => {
  const dealt = deal.groups.flatMap(({ seats }) => seats)
  const wanted = new Set(takingPart(run))
  const areSeated = dealt.every((seat) => wanted.has(seat))
  return areSeated && new Set(dealt).size === dealt.length && dealt.length === wanted.size
}

/** Other groups for the step that runs; its clock goes on. */
export const dealAgain = (run: Run, asked: { move: number; deal: Deal }): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  const format = formatAt(run)
  if (!run.at || !format || format.groups === 'everyone') return refuse({ code: 'rooms/not-in-a-group' })
  if (!isWhole(run, asked.deal)) return refuse({ code: 'rooms/deal-does-not-fit' })
  const groups = asked.deal.groups.map((group, at) => ({ ...group, number: at + 1 }))
  const turns = turnsWith(format, groups)
  const roles = dealRoles({ run, format, groups, at: run.at, turns })
  const { groups: dealt, spread } = asked.deal
  return accept([{ kind: 'moved', at: run.at, turns, clock: run.clock, roles, groups: dealt, spread }])
}

export const undo = (run: Run, asked: { move: number }, now: number): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  if (!run.before) return refuse({ code: 'rooms/nothing-to-undo' })
  return accept([{ kind: 'undone' }, ...restarted(run.before.clock, now)])
}

/** A step that comes back has at least a minute: its own time may be long over. */
const restarted = (clock: Clock, now: number): RoomEvent[] => {
  if (clock.kind !== 'running') return []
  const left = Math.max(clock.endsAt - now, Math.min(SHORTEST_RETURN, clock.length))
  return [{ kind: 'clock-set', clock: { ...clock, endsAt: now + left } }]
}

const SHORTEST_RETURN = 60_000

export const pause = (run: Run, asked: { move: number }, now: number): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  if (run.clock.kind !== 'running') return refuse({ code: 'rooms/clock-does-not-run' })
  const { endsAt, length } = run.clock
  return accept([{ kind: 'clock-set', clock: { kind: 'paused', left: Math.max(0, endsAt - now), length } }])
}

export const resume = (run: Run, asked: { move: number }, now: number): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  if (run.clock.kind !== 'paused') return refuse({ code: 'rooms/clock-does-not-run' })
  const { left, length } = run.clock
  return accept([{ kind: 'clock-set', clock: { kind: 'running', endsAt: now + left, length } }])
}

/** More time for the step that runs, also when its bell has rung; a negative number takes time away. */
export const extend = (run: Run, asked: { move: number; seconds: number }, now: number): Decided => {
  if (asked.move !== run.move) return refuse({ code: 'rooms/has-moved-on' })
  const isInRange = Number.isInteger(asked.seconds) && Math.abs(asked.seconds) <= LONGEST_EXTENSION
  if (!isInRange || asked.seconds === 0) return refuse({ code: 'rooms/extension-out-of-range' })
  const more = asked.seconds * 1_000
  const { clock } = run
  if (clock.kind === 'open' || !stepNow(run)) return refuse({ code: 'rooms/clock-does-not-run' })
  const length = Math.max(0, clock.length + more)
  if (clock.kind === 'paused')
    return accept([
      { kind: 'clock-set', clock: { kind: 'paused', left: Math.max(0, clock.left + more), length } },
    ])
  const endsAt = clock.kind === 'rung' ? now + Math.max(0, more) : Math.max(now, clock.endsAt + more)
  return accept([{ kind: 'clock-set', clock: { kind: 'running', endsAt, length } }])
}
