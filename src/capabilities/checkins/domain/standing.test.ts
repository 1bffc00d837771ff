import { expect, test } from 'vitest'
import { placeBallot } from './outbox.ts'
import type { CheckinPacket } from './packet.ts'
import { type Known, nothingKnown, standingOf } from './standing.ts'

const opensAt = '2026-11-02T07:00:00.000Z'
const closesAt = '2026-11-08T19:00:00.000Z'
const packet = { state: 'open', opensAt, closesAt } as CheckinPacket
const announced: CheckinPacket = { ...packet, state: 'announced' }
const day = 86_400_000
const during = Date.parse(opensAt) + day

const ready: Known = {
  ...nothingKnown,
  kept: { packet, hash: 'hash' },
  ticket: { manifestHash: 'hash', state: 'held' },
}
const waiting = placeBallot({ now: during, random: 0.5, bytes: new Uint8Array(1), collector: '/a' })

test('a clock that is wrong by days closes nothing: the collector decides', () => {
  for (const days of [-30, -1, 1, 30]) {
    const now = Date.parse(closesAt) + days * day
    expect(standingOf(ready, now).kind).toBe('ready')
    expect(standingOf({ ...ready, entry: waiting }, now).kind).toBe('waiting')
  }
})

test('a check-in that was announced may be answered once it should be open, and whenever the site says so', () => {
  const early = { ...ready, kept: { packet: announced, hash: 'hash' } }
  expect(standingOf(early, Date.parse(opensAt) - 1).kind).toBe('announced')
  expect(standingOf(early, Date.parse(opensAt)).kind).toBe('ready')
  expect(standingOf(ready, Date.parse(opensAt) - day).kind).toBe('ready')
})

test('what the collector said stands above all else', () => {
  for (const state of ['received', 'too-late', 'cancelled'] as const) {
    const known: Known = {
      ...ready,
      entry: { state },
      kept: { packet, hash: '', trouble: 'manifest/changed' },
    }
    expect(standingOf(known, during).kind).toBe(state)
  }
})

test('there is no form without a ticket, with trouble, or where another device has the ticket', () => {
  expect(standingOf(nothingKnown, during).kind).toBe('unknown')
  expect(standingOf({ ...ready, ticket: undefined }, during).kind).toBe('preparing')
  expect(standingOf({ ...ready, ticket: { manifestHash: 'hash', state: 'asking' } }, during).kind).toBe(
    'preparing',
  )
  expect(standingOf({ ...ready, ticket: { manifestHash: 'hash', state: 'elsewhere' } }, during).kind).toBe(
    'elsewhere',
  )
  const troubled: Known = { ...ready, kept: { packet, hash: '', trouble: 'manifest/group-too-small' } }
  expect(standingOf(troubled, during)).toEqual({ kind: 'trouble', code: 'manifest/group-too-small' })
})

test('the time that is shown is never before the time that is kept', () => {
  const quietUntil = waiting.before + 60_000
  expect(standingOf({ ...ready, entry: waiting, quietUntil }, during)).toEqual({
    kind: 'waiting',
    before: quietUntil,
    hasFailed: false,
  })
})
