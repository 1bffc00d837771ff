import { leavesAt, placeBallot, quietAfter } from '#capabilities/checkins/domain/outbox.ts'

const minute = 60_000
const day = 24 * 60 * minute
const length = 7 * day
const stillTaken = 8 * day

/** What people are taken to be like. Times in ms; means of what is drawn. */
export const people = {
  /** Share of people who answer, and how likely they do so at a given visit. */
  answering: 0.6,
  atThisVisit: 0.5,
  /** From the signed-in request to pressing Send, evenly. */
  answersIn: [minute, 3 * minute] as const,
  /** How long a page stays open after that, or after the request at other visits; exponential. */
  staysOpen: 8 * minute,
}

/**
 * - `none`     every ballot leaves when Send is pressed
 * - `product`  as the browser code waits: its own functions are called
 * - `hurried`  as `product`, but one person in five presses “send it now” after a few seconds
 */
export type Waiting = 'none' | 'product' | 'hurried'

export type Ballot = { author: number; arrivedAt: number; isHurried: boolean }
export type GroupLife = {
  /** For each member, when she made signed-in requests, in order. */
  visits: number[][]
  ballots: Ballot[]
  answered: number
}

type Random = () => number

export const seeded = (seed: number): Random => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const exponential = (random: Random, mean: number) => -Math.log(1 - random()) * mean

/** One group through one wave: who looked in when, and when whose ballot came. */
export const liveThrough = (given: {
  size: number
  visitsADay: number
  waiting: Waiting
  random: Random
}): GroupLife => {
  const life: GroupLife = { visits: [], ballots: [], answered: 0 }
  for (let author = 0; author < given.size; author++) {
    const visits: number[] = []
    const gap = () => exponential(given.random, day / given.visitsADay)
    for (let at = gap(); at < stillTaken; at += gap()) visits.push(at)
    life.visits.push(visits)
    const sent = answerAndSend({ visits, ...given })
    if (sent) life.answered++
    if (sent?.arrivedAt !== undefined && sent.arrivedAt < stillTaken)
      life.ballots.push({ author, arrivedAt: sent.arrivedAt, isHurried: sent.isHurried })
  }
  return life
}

/** @returns undefined when she does not answer; without an arrival when no page was open long enough in time. */
const answerAndSend = (given: {
  visits: readonly number[]
  waiting: Waiting
  random: Random
}): { arrivedAt: number | undefined; isHurried: boolean } | undefined => {
  const { visits, random } = given
  if (random() >= people.answering) return undefined
  const first = visits.findIndex((at) => at < length && random() < people.atThisVisit)
  const began = visits[first]
  if (began === undefined) return undefined
  const [least, most] = people.answersIn
  const pressed = began + least + random() * (most - least)
  if (given.waiting === 'none') return { arrivedAt: pressed, isHurried: false }
  if (given.waiting === 'hurried' && random() < 0.2)
    return { arrivedAt: pressed + (5 + random() * 15) * 1000, isHurried: true }
  const entry = placeBallot({ now: pressed, random: random(), bytes: new Uint8Array(), collector: '' })
  for (const [at, visit] of visits.slice(first).entries()) {
    const closes = (at === 0 ? pressed : visit) + exponential(random, people.staysOpen)
    const leaves = leavesAt({ entry, quietUntil: quietAfter({ now: visit, random: random() }) })
    // The page asks about once a second at the soonest, so a moment that has passed is now.
    const arrivedAt = Math.max(leaves, visit)
    if (arrivedAt <= closes) return { arrivedAt, isHurried: false }
  }
  return { arrivedAt: undefined, isHurried: false }
}
