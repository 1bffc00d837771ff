import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hurry, leavesAt, placeBallot } from '../domain/outbox.ts'
import { type BallotAnswer, ballotStatus } from '../domain/refusals.ts'
import { noteSignedInRequest } from './member.client.ts'
import { memoryStore } from './memory-store.client.ts'
import { sendDue } from './send-due.client.ts'

const key = 'organisation/member/wave'
const bytes = Uint8Array.of(7, 7, 7)

type Step =
  | { do: 'pass'; ms: number }
  | { do: 'visit'; random: number }
  | { do: 'hurry' }
  | { do: 'look'; answer: BallotAnswer | 'no-answer'; random: number }

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 1_200_000 }) }),
  fc.record({ do: fc.constant('visit' as const), random: share }),
  fc.constant({ do: 'hurry' as const }),
  fc.record({
    do: fc.constant('look' as const),
    answer: fc.constantFrom(...(Object.keys(ballotStatus) as BallotAnswer[]), 'no-answer' as const),
    random: share,
  }),
)

test('whatever happens, a ballot is never lost, never sent with other bytes, never before its time unless that was chosen', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), share, async (steps, random) => {
      const store = memoryStore()
      let now = 1_700_000_000_000
      await store.change((box) =>
        box.put('ballots', key, placeBallot({ now, random, bytes, collector: '/a/ballot' })),
      )
      await store.change((box) => box.put('drafts', key, { at: 5, answers: { one: 3 } }))
      const final: string[] = []
      for (const next of steps) {
        if (next.do === 'pass') now += next.ms
        if (next.do === 'visit') await noteSignedInRequest(store, { now, random: next.random })
        if (next.do === 'hurry')
          await store.change(async (box) => {
            const entry = await box.get('ballots', key)
            if (entry?.state === 'waiting') await box.put('ballots', key, hurry(entry))
          })
        if (next.do !== 'look') continue
        const before = await store.change((box) => box.get('ballots', key))
        const quietUntil = (await store.change((box) => box.get('quiet', ''))) ?? 0
        await sendDue(store, {
          now: () => now,
          random: () => next.random,
          post: async (ballot) => {
            if (before?.state !== 'waiting') throw new Error('a settled ballot was sent again')
            expect(now).toBeGreaterThanOrEqual(leavesAt({ entry: before, quietUntil }))
            expect(ballot.bytes).toEqual(bytes)
            expect(final).toEqual([])
            return next.answer
          },
        })
        const after = await store.change((box) => box.get('ballots', key))
        expect(after).toBeDefined()
        if (after && after.state !== 'waiting') final.push(after.state)
      }
      const draft = await store.change((box) => box.get('drafts', key))
      const isOver = final.length > 0 && final[0] !== 'refused'
      expect(draft === undefined).toBe(isOver)
    }),
    { numRuns: 200 },
  )
})

test('once a ballot is received, only that it was received is kept', async () => {
  const store = memoryStore()
  await store.change(async (box) => {
    await box.put('ballots', key, placeBallot({ now: 0, random: 0, bytes, collector: '/a/ballot' }))
    await box.put('drafts', key, { at: 1, answers: { one: 3 } })
    await box.put('tickets', key, { manifestHash: 'h', state: 'held', seed: bytes, ticket: bytes })
  })
  const next = await sendDue(store, { now: () => 1, random: () => 0, post: async () => 'received' })
  expect(next).toBeUndefined()
  await store.change(async (box) => {
    expect(await box.get('ballots', key)).toEqual({ state: 'received' })
    expect(await box.get('drafts', key)).toBeUndefined()
    expect(await box.get('tickets', key)).toEqual({ manifestHash: 'h', state: 'used' })
  })
})

test('a ballot of somebody who has signed out is sent all the same', async () => {
  const store = memoryStore()
  const sent: Uint8Array[] = []
  await store.change((box) =>
    box.put(
      'ballots',
      'organisation/gone/wave',
      placeBallot({ now: 0, random: 0, bytes, collector: '/a/ballot' }),
    ),
  )
  await sendDue(store, {
    now: () => 1,
    random: () => 0,
    post: async (ballot) => {
      sent.push(ballot.bytes)
      return 'received'
    },
  })
  expect(sent).toEqual([bytes])
})

test('ballots of two waves on one browser do not leave back to back, unless that was chosen', async () => {
  const send = async (isHurried: boolean) => {
    const store = memoryStore()
    let now = 0
    const sentAt: number[] = []
    for (const wave of ['one', 'two', 'three'])
      await store.change((box) => {
        const entry = placeBallot({ now, random: 0, bytes, collector: '/a/ballot' })
        return box.put('ballots', wave, isHurried ? hurry(entry) : entry)
      })
    for (let next: number | undefined = 0; next !== undefined; ) {
      now = Math.max(now, next)
      next = await sendDue(store, {
        now: () => now,
        random: () => 0.5,
        post: async () => {
          sentAt.push(now)
          return 'received'
        },
      })
    }
    return sentAt
  }
  const sentAt = await send(false)
  expect(sentAt).toHaveLength(3)
  for (const [at, sent] of sentAt.entries())
    if (at > 0) expect(sent - (sentAt[at - 1] ?? 0)).toBeGreaterThanOrEqual(2 * 60_000)
  expect(await send(true)).toEqual([0, 0, 0])
})
