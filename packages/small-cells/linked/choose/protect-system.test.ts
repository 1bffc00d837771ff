import fc from 'fast-check'
import loadHighs from 'highs'
import { describe, expect, it } from 'vitest'
import { auditSystem } from '../derive/audit-system.ts'
import { allTables, smallPublications } from '../derive/brute-force.fixture.ts'
import { publishedEquations } from '../derive/equations.ts'
import { fitTable } from '../derive/fit-table.ts'
import { highsSolver } from '../derive/solver.ts'
import type { Publication } from '../input/publication.ts'
import { readPublication } from '../input/read-publication.ts'
import { unknownsOf } from '../input/system.ts'
import { leastHidden } from './least-hidden.fixture.ts'
import { protectSystem } from './protect-system.ts'
import { seeded } from './seeded.ts'

const solver = highsSolver({ highs: await loadHighs(), seconds: 60 })

const decide = (publication: Publication) => {
  const system = readPublication(publication).systems[0]
  if (!system) throw new Error('there is an item')
  const reference = fitTable({ system, solver })
  if (typeof reference === 'string') throw new Error(reference)
  const { shown } = protectSystem({ system, reference, solver })
  const { bare, audited } = auditSystem({ system, reference, shown, solver })
  return {
    system,
    reference,
    shown,
    audited,
    isSafe: bare.length === 0 && audited.every(({ is }) => is === 'wide'),
  }
}

/** Seven wards of two to twelve people who answer one of three. */
const treeOfWards = (seed: number): Publication => {
  const random = seeded(seed)
  const wards = Array.from({ length: 7 }, (_, at) => `w${at}`)
  return {
    dimensions: {
      unit: [{ id: 'all', parent: null }, ...wards.map((id) => ({ id, parent: 'all' }))],
    },
    items: [{ id: 'q', categories: ['a', 'b', 'c'] }],
    tables: [
      {
        id: 'units',
        by: ['unit'],
        counts: wards.map((unit) => ({
          at: { unit },
          answers: { q: [0, 1, 2].map(() => Math.floor(random() * 5)) },
        })),
      },
    ],
    attacker: { ownAnswer: false },
    rule: { k: 5, hide: 'cells' },
  }
}

describe('a choice of what to show', () => {
  it('leaves nobody who tries all tables closer to a hidden figure than he may come', () => {
    let shownSome = 0
    fc.assert(
      fc.property(smallPublications, ({ publication }) => {
        const { system, reference, shown, audited, isSafe } = decide({
          ...publication,
          rule: { ...publication.rule, effort: 'fast' },
        })
        if (!isSafe) {
          // Only where no choice could help: what is known anyway gives it away.
          const nothing = auditSystem({ system, reference, shown: new Uint8Array(shown.length), solver })
          expect(nothing.bare.length > 0 || nothing.audited.some(({ is }) => is !== 'wide')).toBe(true)
          return
        }
        if (shown.includes(1)) shownSome++
        const tables = allTables({ system, equations: publishedEquations({ system, shown }), most: 12 })
        if (!tables) return
        for (const { group, part, category, needed } of audited) {
          const members = group === null ? [part ?? -1] : (system.groups[group]?.members ?? [])
          const unknowns = unknownsOf({ categories: system.categories, members, category })
          const valueIn = (table: Int32Array) =>
            unknowns.reduce((sum, unknown) => sum + (table[unknown] ?? 0), 0)
          const values = tables.map(valueIn)
          expect(Math.max(...values) - Math.min(...values)).toBeGreaterThanOrEqual(needed)
        }
      }),
      { numRuns: 150, seed: 20261122 },
    )
    expect(shownSome).toBeGreaterThan(30)
  })

  it('hides of small trees, figure by figure, at most a fifth more than the least that anybody could', async () => {
    let [hidden, least] = [0, 0]
    for (const seed of [1, 2, 3, 4]) {
      const { system, reference, shown, isSafe } = decide(treeOfWards(seed))
      const best = await leastHidden({
        ...{ system, reference, solver, seconds: 20 },
        rounds: { fractions: 30, whole: 30 },
      })
      expect(isSafe).toBe(true)
      const own = shown.filter((is) => is === 0).length
      expect(own).toBeGreaterThanOrEqual(best.hidden)
      hidden += own
      least += best.hidden
    }
    expect(hidden / least).toBeLessThanOrEqual(1.2)
  })
})
