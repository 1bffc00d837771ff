import fc from 'fast-check'
import { expect, test } from 'vitest'
import { spentTickets } from './spent-tickets.server.ts'

/** Hashes that often agree in their first words, so that they meet in the table. */
const ticketHash = fc
  .array(fc.integer({ min: 0, max: 2 }), { minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.concat([Buffer.from(bytes), Buffer.alloc(16)]))

test('every spent ticket is found at its place and no other is, up to the last slot', () => {
  const distinct = fc.uniqueArray(ticketHash, { selector: (bytes) => bytes.toString('hex'), maxLength: 40 })
  fc.assert(
    fc.property(distinct, distinct, (spent, others) => {
      const index = spentTickets(Math.max(1, spent.length))
      for (const [place, hash] of spent.entries()) index.add({ ticketHash: hash, place })
      expect(index.count).toBe(spent.length)
      for (const [place, hash] of spent.entries()) expect(index.find(hash)).toBe(place)
      const unspent = others.filter((other) => !spent.some((hash) => hash.equals(other)))
      for (const hash of unspent) expect(index.find(hash)).toBeUndefined()
    }),
  )
})
