import { isGrouped } from '../../domain/format/format.ts'
import { groupsOnPaper } from '../../domain/plan/groups-on-paper.ts'
import type { Plan } from '../../domain/plan/plan.ts'
import { tallyOf } from '../../domain/polls/tally.ts'
import { apply } from '../../domain/run/apply/apply.ts'
import type { Command, Deal } from '../../domain/run/commands.ts'
import { type Decided, decide, type Sender } from '../../domain/run/decide/decide.ts'
import { nextOf, takingPart } from '../../domain/run/place.ts'
import { emptyRun, type Run } from '../../domain/run/state.ts'
import { type Heard, hear, nothingHeard, secondsLeft } from '../../domain/stream/hear.ts'
import type { RoomConnection } from '../connection.client.ts'
import { seeAll } from './see-all.ts'
import { actsOf, answerOf, type Lines } from './simulated-people.ts'

const HOST = 1
const LOOK_EVERY = 500
/** How often the simulated people do something, in milliseconds of their own time. */
const LIVELY = 4_000

export type Rehearsal = RoomConnection & {
  /** How many times faster than a clock time goes. */
  setSpeed(times: number): void
}

/**
 * A room that exists on this device alone: the same machine that a server runs, with people who are made up. They speak
 * prepared lines, vote and become ready. Nothing is sent anywhere, and nothing is kept when the page closes.
 */
export const openRehearsal = (on: {
  plan: Plan
  hostName: string
  names: readonly string[]
  lines: Lines
  nameOfGroup(number: number): string
  random?: () => number
  /** Milliseconds that only rise. */
  monotonic?: () => number
  every?: (milliseconds: number, look: () => void) => () => void
}): Rehearsal => {
  const { plan, names, lines, random = Math.random, monotonic = () => performance.now() } = on
  const every = on.every ?? everyWhile
  const run = emptyRun(plan)
  const words = new Map<number, string>()
  const listeners = new Set<() => void>()
  let announced: string | undefined
  let speed = 1
  let since = { own: 0, real: monotonic() }
  let livedUntil = 0
  let heard: Heard = nothingHeard

  const now = () => since.own + (monotonic() - since.real) * speed
  const act = (by: Sender, command: Command): Decided => {
    const decided = decide(run, command, { by, now: now() })
    if (!decided.ok) return decided
    for (const event of decided.value) {
      apply(run, event)
      if ('words' in command && ['said', 'asked', 'noted'].includes(event.kind))
        words.set(run.number, command.words)
      if (event.kind === 'announced') announced = event.words
    }
    return decided
  }
  /** Groups are dealt where the step needs them, as the site does. */
  const lead = (by: Sender, command: Command): Decided => {
    const decided = act(by, command)
    const isDealing = !decided.ok && decided.refusal.code === 'rooms/deal-needed'
    return isDealing ? act(by, { ...command, deal: dealFor(run, on.nameOfGroup) } as Command) : decided
  }
  const tell = () => {
    heard = hear({ ...nothingHeard }, seeAll({ run, seat: HOST, words, now: now(), announced }))
    for (const listener of [...listeners]) listener()
  }

  act('house', { do: 'sit', seat: HOST, name: on.hostName, profession: '', isHost: true, held: {} })
  names.forEach((name, at) => {
    act('house', { do: 'sit', seat: at + 2, name, profession: '', isHost: false, held: {} })
  })

  const live = () => {
    const before = run.number
    if (run.clock.kind === 'running' && now() >= run.clock.endsAt)
      lead('house', { do: 'ring', move: run.move })
    if (now() - livedUntil >= LIVELY) {
      livedUntil = now()
      for (const { by, command } of actsOf({ run, lines, random })) act(by, command)
      countAnonymous(run, { act, lines, random })
    }
    if (run.number !== before) tell()
  }
  const stop = every(LOOK_EVERY, live)
  tell()

  return {
    heard: () => heard,
    secondsLeft: () => secondsLeft(run.clock, { now: now(), monotonic: 0 }, 0),
    state: () => 'live',
    press: async (command) => {
      const decided = lead(HOST, command as Command)
      tell()
      return decided.ok ? { ok: true, number: run.number } : decided
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => {
      stop()
      listeners.clear()
    },
    setSpeed: (times) => {
      since = { own: now(), real: monotonic() }
      speed = times
    },
  }
}

const everyWhile = (milliseconds: number, look: () => void) => {
  const timer = setInterval(look, milliseconds)
  return () => clearInterval(timer)
}

/** Groups by a simple rule, moved on with each step; the site mixes professions and meetings better. */
const dealFor = (run: Run, nameOf: (number: number) => string): Deal => {
  const next = nextOf(run)
  const format = next && run.plan.blocks[next.at.block]?.format
  const seats = takingPart(run)
  if (!format || !isGrouped(format) || format.groups === 'everyone') return { groups: [] }
  const groups = groupsOnPaper({ people: seats.length, sizes: format.groups, round: run.move })
  return {
    groups: groups.map((places, at) => ({
      name: nameOf(at + 1),
      seats: places.flatMap((place) => seats[place] ?? []),
    })),
  }
}

/** Votes of anonymous polls come from no seat: a tally of everybody arrives at once. */
const countAnonymous = (
  run: Run,
  on: { act: (by: Sender, command: Command) => Decided; lines: Lines; random: () => number },
) => {
  for (const { poll, secrecy, tally, state } of run.polls.values()) {
    if (secrecy !== 'anonymous' || tally || state !== 'open') continue
    const choices = takingPart(run).flatMap(() => answerOf(poll, on) ?? [])
    on.act('house', { do: 'count', poll: poll.id, tally: tallyOf(poll, choices) })
  }
}
