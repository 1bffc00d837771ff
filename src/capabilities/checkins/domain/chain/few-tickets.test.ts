import { expect, test } from 'vitest'
import { fewTickets } from './few-tickets.ts'

const manifest = JSON.stringify({ minimumGroup: 8 })
const few = (tickets: number) => fewTickets({ manifest, count: { eligible: 20, tickets, day: '2026-11-22' } })

test('somebody whose group holds fewer tickets than the minimum is told the minimum, and nobody else is', () => {
  expect([0, 7, 8, 20].map(few)).toEqual([8, 8, undefined, undefined])
})
