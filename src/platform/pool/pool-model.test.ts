import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { AddOutcome } from './index.server.ts'
import { createPool, openPool } from './index.server.ts'
import { payloadOf, ticketOf } from './testing/entries.ts'
import { bothKinds, freshFile, textsIn } from './testing/pools.ts'

const CAPACITY = 6

type Entry = { ticket: number; text: string }
type Step = { kind: 'together'; entries: Entry[] } | { kind: 'reopen' } | { kind: 'seal' }

const entry = fc.record({ ticket: fc.integer({ min: 0, max: 8 }), text: fc.constantFrom('a', 'b', 'c') })
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('together'), entries: fc.array(entry, { maxLength: 5 }) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('reopen') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('seal') }) },
)

/** What a pool is, in the fewest words: a Map with a limit. */
const expectedOutcome = (known: Map<number, string>, isSealed: boolean, sent: Entry): AddOutcome => {
  const text = known.get(sent.ticket)
  if (text !== undefined) return text === sent.text ? 'same' : 'spent'
  if (isSealed) return 'closed'
  if (known.size === CAPACITY) return 'full'
  known.set(sent.ticket, sent.text)
  return 'stored'
}

test('whatever is sent, together or apart, with restarts in between, a pool behaves as a map with a limit', async () => {
  const kinds = await bothKinds()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 15 }), fc.constantFrom(...kinds), async (steps, kind) => {
      const { sealedTo, key } = kind
      const file = await freshFile()
      await createPool({ file, capacity: CAPACITY, payloadSize: 100, ...(sealedTo ? { sealedTo } : {}) })
      const known = new Map<number, string>()
      let isSealed = false
      let pool = await openPool({ file })
      for (const next of steps) {
        if (next.kind === 'together') {
          const expected = next.entries.map((sent) => expectedOutcome(known, isSealed, sent))
          const outcomes = next.entries.map(({ ticket, text }) =>
            pool.add({ ticket: ticketOf(ticket), payload: payloadOf(`${ticket}${text}`) }),
          )
          expect(await Promise.all(outcomes)).toEqual(expected)
        } else if (next.kind === 'seal') {
          await pool.seal()
          isSealed = true
        } else {
          await pool.close()
          pool = await openPool({ file })
          isSealed = false
        }
        expect(pool.count).toBe(known.size)
      }
      const texts = [...known].map(([ticket, text]) => `${ticket}${text}`)
      expect((await textsIn(pool, key)).toSorted()).toEqual(texts.toSorted())
      await pool.close()
    }),
    { numRuns: 150 },
  )
})
