import fc from 'fast-check'
import loadHighs from 'highs'
import { describe, expect, it } from 'vitest'
import { readPublication } from '../input/read-publication.ts'
import { unknownsOf } from '../input/system.ts'
import { auditSystem } from './audit-system.ts'
import { allTables, randomChoice, smallPublications } from './brute-force.fixture.ts'
import { fitTable } from './fit-table.ts'
import { highsSolver, type Solver } from './solver.ts'

const solver = highsSolver({ highs: await loadHighs(), seconds: 60 })

describe('the audit', () => {
  it('finds for each hidden figure the interval that trying all tables finds', () => {
    let compared = 0
    let exact = 0
    fc.assert(
      fc.property(smallPublications, ({ publication, shows }) => {
        const system = readPublication(publication).systems[0]
        if (!system) throw new Error('there is an item')
        const reference = fitTable({ system, solver })
        if (typeof reference === 'string') throw new Error(reference)
        const { shown, equations } = randomChoice({ system, shows })
        const tables = allTables({ system, equations, most: 12 })
        if (!tables) return
        const { audited } = auditSystem({ system, reference, shown, solver, isThorough: true })
        for (const one of audited) {
          const { group, part, category } = one
          const members = group === null ? [part ?? -1] : (system.groups[group]?.members ?? [])
          const unknowns = unknownsOf({ categories: system.categories, members, category })
          const values = tables.map((table) =>
            unknowns.reduce((sum, unknown) => sum + (table[unknown] ?? 0), 0),
          )
          const low = Math.min(...values)
          const high = Math.max(...values)
          if (one.knowing !== null) {
            expect(one.is).not.toBe('wide')
            continue
          }
          expect(one.low).toBeLessThanOrEqual(low)
          expect(one.high ?? high).toBeGreaterThanOrEqual(high)
          // Whole tables at both ends: neither looser nor tighter than what an attacker with all the time has.
          expect([one.seenLow, one.seenHigh]).toEqual([low, high])
          compared++
          if (one.low === low && one.high === high) exact++
          expect(one.is === 'wide').toBe(high - low >= one.needed)
        }
      }),
      { numRuns: 400, seed: 20261122 },
    )
    expect(compared).toBeGreaterThan(1500)
    expect(exact / compared).toBeGreaterThan(0.9)
  })

  it('takes no interval for wide on the word of a solver', () => {
    const lie = (values: (size: number) => Float64Array): Solver => ({
      ...solver,
      open: (piece) => ({
        ask: () => ({
          values: values(piece.unknowns.length),
          multipliers: new Float64Array(piece.rows.length),
        }),
        dispose: () => {},
      }),
    })
    const liars = [
      lie((size) => new Float64Array(size).fill(7)),
      lie((size) => new Float64Array(size).fill(-3)),
      lie((size) => new Float64Array(size).fill(0.5)),
      lie((size) => new Float64Array(size).fill(Number.NaN)),
      { ...solver, open: () => ({ ask: () => 'failed' as const, dispose: () => {} }) },
    ]
    let asked = 0
    for (const { publication, shows } of fc.sample(smallPublications, { numRuns: 60, seed: 3 })) {
      const system = readPublication(publication).systems[0]
      if (!system) throw new Error('there is an item')
      const reference = fitTable({ system, solver })
      if (typeof reference === 'string') throw new Error(reference)
      const { shown } = randomChoice({ system, shows })
      const honest = auditSystem({ system, reference, shown, solver, isThorough: true })
      for (const liar of liars) {
        const told = auditSystem({ system, reference, shown, solver: liar, isThorough: true })
        told.audited.forEach(({ is, seenLow, seenHigh }, at) => {
          const truth = honest.audited[at]
          if (told.audited[at]?.knowing !== null || truth?.knowing !== null) {
            if (is === 'wide') expect(truth?.is).toBe('wide')
            return
          }
          if (seenLow !== truth?.seenLow || seenHigh !== truth?.seenHigh) asked++
          expect(seenLow).toBeGreaterThanOrEqual(truth?.seenLow ?? 0)
          expect(seenHigh).toBeLessThanOrEqual(truth?.seenHigh ?? 0)
          if (is === 'wide') expect(truth?.is).toBe('wide')
        })
      }
    }
    expect(asked).toBeGreaterThan(50)
  })
})
