import type { RoomEvent } from '../run/events.ts'
import type { SeatNumber } from '../run/state.ts'

/** That somebody was in a room, from its log: never how much she said, nor what. */
export type Attendance = {
  seat: SeatNumber
  /** What she chose to be called, last. */
  name: string
  isHost: boolean
  cameAt: number
  minutes: number
}

/** Shorter than this nobody was away: a lift, a reload, a ward without network. Milliseconds. */
const SHORT = 5 * 60_000

type Going = {
  seat: SeatNumber
  name: string
  isHost: boolean
  cameAt: number
  spans: Span[]
  since?: number
}
type Span = { from: number; until: number }

/**
 * Who was there and for how long, from the first step to the end. Waiting before the first step does not count; being
 * away for a few minutes does. Seats whose times are not in the log count as nothing. `until`: when it ended, if the
 * log does not say so.
 */
export const attendanceOf = (events: Iterable<RoomEvent>, until: number): Attendance[] => {
  const all = new Map<SeatNumber, Going>()
  let began: number | undefined
  let ended = until
  for (const event of events) {
    if (event.kind === 'moved') began ??= event.when
    if (event.kind === 'ended') ended = event.when ?? until
    note(all, event)
  }
  const from = began ?? ended
  return [...all.values()].map(({ seat, name, isHost, cameAt, spans, since }) => {
    const whole = since === undefined ? spans : [...spans, { from: since, until: ended }]
    return { seat, name, isHost, cameAt, minutes: minutesOf(joined(whole), { from, until: ended }) }
  })
}

const note = (all: Map<SeatNumber, Going>, event: RoomEvent) => {
  if (event.kind === 'sat' && event.when !== undefined) {
    const { seat, name, isHost, when } = event
    all.set(seat, { seat, name, isHost, cameAt: when, spans: [], since: when })
  }
  const going = 'seat' in event ? all.get(event.seat) : undefined
  if (!going) return
  if (event.kind === 'renamed') going.name = event.name
  if (event.kind === 'removed') goes(going, event.when)
  if (event.kind !== 'presence-changed') return
  if (event.presence !== 'here') goes(going, event.when)
  else if (going.since === undefined && event.when !== undefined) going.since = event.when
}

const goes = (going: Going, when: number | undefined) => {
  if (going.since === undefined || when === undefined) return
  going.spans.push({ from: going.since, until: when })
  delete going.since
}

/** Spans with less than a few minutes between them are one. */
const joined = (spans: readonly Span[]): Span[] => {
  const whole: Span[] = []
  for (const span of spans) {
    const last = whole.at(-1)
    if (last && span.from - last.until <= SHORT) last.until = Math.max(last.until, span.until)
    else whole.push({ ...span })
  }
  return whole
}

const minutesOf = (spans: readonly Span[], { from, until }: Span): number => {
  const length = (span: Span) => Math.max(0, Math.min(span.until, until) - Math.max(span.from, from))
  return Math.round(spans.reduce((sum, span) => sum + length(span), 0) / 60_000)
}
