import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  answered,
  hurry,
  leavesAt,
  longestWait,
  placeBallot,
  quiet,
  quietAfter,
  type WaitingBallot,
  withinQuiet,
  withinReach,
} from './outbox.ts'
import { type BallotAnswer, ballotStatus } from './refusals.ts'

const bytes = Uint8Array.of(1, 2, 3)
const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

const instant = fc.integer({ min: 0, max: 4_000_000_000_000 })
const modern = fc.integer({ min: 1_600_000_000_000, max: 4_000_000_000_000 })
const answer = fc.constantFrom(...(Object.keys(ballotStatus) as BallotAnswer[]), 'no-answer' as const)

const placed = (now: number, random: number): WaitingBallot =>
  placeBallot({ now, random, bytes, collector: '/a/ballot' })

test('a ballot leaves at a random moment of the next fifteen minutes, and never after the time that is shown', () => {
  fc.assert(
    fc.property(instant, share, (now, random) => {
      const entry = placed(now, random)
      const at = leavesAt({ entry, quietUntil: 0 })
      return at >= now && at <= now + longestWait && at <= entry.before
    }),
  )
})

test('a ballot keeps two to four minutes from any request that says who somebody is', () => {
  fc.assert(
    fc.property(instant, share, share, (now, random, again) => {
      const quietUntil = quietAfter({ now, random: again })
      const gap = leavesAt({ entry: placed(now - longestWait, random), quietUntil }) - now
      return gap >= quiet.least && gap <= quiet.most
    }),
  )
})

test('choosing to send at once skips the waits for privacy and nothing else', () => {
  const entry = hurry(placed(1_000_000, 0.9))
  expect(leavesAt({ entry, quietUntil: 9_000_000 })).toBeLessThanOrEqual(1_000_000)
  const failed = answered({ entry, answer: 'no-answer', now: 1_000_000, random: 0 })
  expect(failed.state === 'waiting' && leavesAt({ entry: failed, quietUntil: 9_000_000 })).toBe(1_030_000)
})

test('only the word of the collector settles a ballot, and what waits keeps its bytes', () => {
  fc.assert(
    fc.property(answer, instant, share, (said, now, random) => {
      const entry = placed(now, random)
      const after = answered({ entry, answer: said, now, random })
      const expected = {
        received: 'received',
        'ballot/came-too-late': 'too-late',
        'ballot/wave-cancelled': 'cancelled',
        'ballot/not-readable': 'refused',
        'ballot/ticket-not-valid': 'refused',
        'ballot/ticket-spent': 'refused',
      } as Record<string, string>
      expect(after.state).toBe(expected[said] ?? 'waiting')
      if (after.state === 'waiting' || after.state === 'refused') expect(after.bytes).toBe(entry.bytes)
    }),
  )
})

test('after a failure a ballot waits longer each time, an hour at most', () => {
  let entry = placed(0, 0)
  let last = 0
  for (let attempt = 0; attempt < 40; attempt++) {
    const after = answered({ entry, answer: 'no-answer', now: 0, random: 0.99 })
    if (after.state !== 'waiting') throw new Error('a failure settled a ballot')
    expect(after.notBefore).toBeGreaterThanOrEqual(last)
    expect(after.notBefore).toBeLessThanOrEqual(3_600_000)
    last = after.notBefore
    entry = after
  }
})

test('a clock that is set back holds nothing for longer than the wait itself', () => {
  fc.assert(
    fc.property(modern, share, fc.integer({ min: 0, max: 1_000_000_000 }), (now, random, back) => {
      const then = now - back
      const entry = withinReach(placed(now, random), then)
      const quietUntil = withinQuiet({ quietUntil: quietAfter({ now, random }), now: then })
      return leavesAt({ entry, quietUntil }) <= then + longestWait
    }),
  )
})
