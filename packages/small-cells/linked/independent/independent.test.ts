import loadHighs from 'highs'
import { expect, test } from 'vitest'
import { protectSystem } from '../choose/protect-system.ts'
import { seeded } from '../choose/seeded.ts'
import { auditSystem } from '../derive/audit-system.ts'
import { fitTable } from '../derive/fit-table.ts'
import { highsSolver } from '../derive/solver.ts'
import type { At, Publication, Table } from '../input/publication.ts'
import { readPublication } from '../input/read-publication.ts'
import { figuresOf } from '../input/system.ts'
import { reasonsAgainst } from './reader.fixture.ts'

const solver = highsSolver({ highs: await loadHighs(), seconds: 60 })

/** People in a small tree of units and up to three jobs, in one to three linked tables, some of them rounded. */
const make = (seed: number, hide: 'groups' | 'cells') => {
  const random = seeded(seed)
  const below = (most: number) => Math.floor(random() * most)
  const unit = [
    { id: 'h', parent: null },
    { id: 'u0', parent: 'h' },
    { id: 'u1', parent: 'h' },
    ...(below(2) ? [{ id: 'u2', parent: below(2) ? 'u0' : 'h' }] : []),
  ]
  const job = [
    { id: 'all', parent: null },
    ...['j0', 'j1', 'j2'].slice(0, 1 + below(3)).map((id) => ({ id, parent: 'all' })),
  ]
  const categories = ['a', 'b', 'c'].slice(0, 1 + below(3))
  const spare = below(5)
  const people: { at: At; roster: number }[] = []
  const truth: number[][] = []
  for (const { id } of unit.slice(below(3) ? 1 : 0))
    for (const { id: name } of job.slice(1)) {
      if (below(6) === 0 || people.length === 6) continue
      const counts = categories.map(() => [0, 0, 1, 1, 2, 3][below(6)] ?? 0)
      truth.push(counts)
      people.push({
        at: { unit: id, job: name },
        roster: counts.reduce((a, b) => a + b, 0) + below(spare + 1),
      })
    }
  const tableBy = (id: string, by: readonly string[]): Table => {
    const rows = new Map<string, { at: At; answers: { q: number[] } }>()
    people.forEach(({ at }, part) => {
      const own = Object.fromEntries(by.map((name) => [name, at[name] ?? '']))
      const row = rows.get(JSON.stringify(own)) ?? { at: own, answers: { q: categories.map(() => 0) } }
      truth[part]?.forEach((count, c) => {
        row.answers.q[c] = (row.answers.q[c] ?? 0) + count
      })
      rows.set(JSON.stringify(own), row)
    })
    return { id, by, counts: [...rows.values()], roundedTo: below(8) === 0 ? 2 + below(3) : 1 }
  }
  const shape = [
    [['unit'], ['job']],
    [['unit'], ['job'], ['unit', 'job']],
    [['unit']],
    [['unit', 'job']],
    [['unit'], ['unit'], ['job']],
  ]
  const tables = (shape[below(5)] ?? []).map((by, at) => tableBy(`t${at}`, by))
  const publication: Publication = {
    dimensions: { unit, job },
    items: [{ id: 'q', categories }],
    people,
    tables,
    attacker: { ownAnswer: below(3) > 0 },
    rule: {
      k: 1 + below(5),
      dissenters: [null, 0, 1][below(3)] ?? null,
      margin: below(3),
      hide,
      effort: 'fast',
      seed: below(5),
    },
  }
  return { publication, truth, random, isEmpty: people.length === 0 }
}

const run = (given: { seed: number; hide: 'groups' | 'cells'; isChosen: boolean }) => {
  const { publication, truth, random, isEmpty } = make(given.seed, given.hide)
  if (isEmpty) return null
  const reading = readPublication(publication)
  const [system] = reading.systems
  if (!system) throw new Error('there is an item')
  const reference = fitTable({ system, solver })
  if (typeof reference === 'string') throw new Error(`${reference} of ${given.seed}`)
  const each = figuresOf(system)
  const share = 0.5 + random() / 2
  const planted = () => {
    const figures = new Uint8Array(system.groups.length * each)
    system.groups.forEach(({ why }, group) => {
      const isShown = random() < share
      for (let c = 0; c < each; c++)
        if (why === null && !(system.categories === 1 && c === 1))
          figures[group * each + c] = (given.hide === 'groups' ? isShown : random() < share) ? 1 : 0
    })
    return figures
  }
  const shown = given.isChosen ? protectSystem({ system, reference, solver }).shown : planted()
  const { bare, audited } = auditSystem({ system, reference, shown, solver })
  const isSafe = bare.length === 0 && audited.every(({ is }) => is === 'wide')
  const named = reading.groups.flatMap(({ at }, group) => {
    const categories = Array.from({ length: each }, (_, c) => c).filter((c) => shown[group * each + c])
    return categories.length > 0 ? [{ at, categories }] : []
  })
  return { isSafe, shows: named.length, reasons: reasonsAgainst({ publication, truth, shown: named }) }
}

for (const hide of ['groups', 'cells'] as const) {
  test(`whatever is chosen, somebody who tries everything finds nothing against it: ${hide}`, () => {
    let some = 0
    for (let seed = 1; seed <= 120; seed++) {
      const done = run({ seed, hide, isChosen: true })
      if (!done?.isSafe || !done.reasons) continue
      expect({ seed, reasons: done.reasons }).toEqual({ seed, reasons: [] })
      if (done.shows > 0) some++
    }
    expect(some).toBeGreaterThan(25)
  })

  test(`whatever is planted, the audit refuses what somebody finds who tries everything: ${hide}`, () => {
    const found = new Set<string>()
    let safe = 0
    for (let seed = 1001; seed <= 1400; seed++) {
      const done = run({ seed, hide, isChosen: false })
      if (!done?.reasons) continue
      for (const reason of done.reasons) found.add(reason.replace(/[\d,]+/g, '').trim())
      if (done.isSafe) expect({ seed, reasons: done.reasons }).toEqual({ seed, reasons: [] })
      if (done.isSafe && done.shows > 0) safe++
    }
    // The planted ones are of every kind, and not everything is refused.
    expect([...found].filter((kind) => kind.startsWith('narrow')).length).toBeGreaterThan(1)
    expect([...found].filter((kind) => kind.startsWith('derived')).length).toBeGreaterThan(0)
    expect(safe).toBeGreaterThan(20)
  })
}
