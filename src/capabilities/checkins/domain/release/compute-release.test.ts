import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planReportingGroups } from '../reporting-groups.ts'
import { computeRelease } from './compute-release.ts'
import type { Cell, ReleaseDocument } from './document.ts'
import { burnout, inputOf, waves, workload } from './release.fixture.ts'

const cellsOf = (release: ReleaseDocument) => release.items.map(({ cells }) => cells)
const shownIn = (cells: readonly Cell[] = []) => cells.map((cell) => cell.shown)

/** What somebody with nothing but the document can work out: each result less the nearest results below it. */
const workedOut = (release: ReleaseDocument) =>
  cellsOf(release).flatMap((cells) => {
    const shown = new Map(
      cells.flatMap((cell) => (cell.shown ? [[cell.unit, [...cell.counts]] as const] : [])),
    )
    const parents = new Map(release.units.map(({ id, parent }) => [id, parent]))
    const rests = new Map([...shown].map(([unit, counts]) => [unit, [...counts]]))
    for (const [unit, counts] of shown) {
      let above = parents.get(unit) ?? null
      while (above !== null && !shown.has(above)) above = parents.get(above) ?? null
      const rest = above === null ? undefined : rests.get(above)
      counts.forEach((count, option) => {
        if (rest) rest[option] = (rest[option] ?? 0) - count
      })
    }
    return [...shown.values(), ...rests.values()]
  })

describe('the release of a wave', () => {
  it('shows no group, and lets none be worked out, that is below the minimum or answered all alike', () => {
    let results = 0
    fc.assert(
      fc.property(waves, (given) => {
        const release = computeRelease(given)
        for (const counts of workedOut(release)) {
          const n = counts.reduce((sum, count) => sum + count, 0)
          if (n === 0) continue
          results += 1
          expect(n).toBeGreaterThanOrEqual(given.k)
          expect(Math.max(...counts)).toBeLessThan(n)
        }
      }),
    )
    expect(results).toBeGreaterThan(500)
  })

  it('shows exactly what people answered, with the mean inside its interval and on the scale', () => {
    const release = computeRelease(
      inputOf({ north: { workload: [1, 2, 6, 7, 3] }, hospital: { workload: [0, 4, 4, 4, 0] } }),
    )
    const [whole, north, south] = release.items[0]?.cells ?? []
    expect(whole).toMatchObject({ unit: 'hospital', shown: true, n: 31, counts: [1, 6, 10, 11, 3] })
    expect(north).toMatchObject({ unit: 'north', n: 19, value: 3.4737, low: 2.9564, high: 3.991 })
    expect(south).toEqual({ unit: 'south', shown: false, trend: [null] })
  })

  it('shows a share with its Wilson interval', () => {
    const release = computeRelease(inputOf({ north: { burnout: [6, 6, 3, 2, 2] } }, { items: [burnout] }))
    expect(release.items[0]?.cells[1]).toMatchObject({ n: 19, value: 0.3684, low: 0.1915, high: 0.5896 })
  })

  it('decides each item by its own answers', () => {
    const answers = {
      north: { workload: [0, 5, 5, 0, 0], burnout: [4, 3, 0, 0, 0] },
      hospital: { burnout: [9, 1, 0, 0, 0] },
    }
    const release = computeRelease(inputOf(answers, { items: [workload, burnout] }))
    expect(cellsOf(release).map(shownIn)).toEqual([
      [true, true, false],
      [true, false, false],
    ])
  })

  it('shows everyone together, even where leaving that out would show one ward more', () => {
    const unit = (id: string, parent: string | null) => ({ id, parent, name: id, position: 0 })
    const units = [unit('r', null), unit('a', 'r'), unit('a1', 'a'), unit('a2', 'a')]
    const eligible = ['r', 'a1', 'a2'].flatMap((unit) =>
      Array.from({ length: 10 }, (_, i) => ({ member: `${unit}-${i}`, unit })),
    )
    const plan = planReportingGroups({ units, eligible, k: 8 })
    if (!plan.ok) throw new Error(plan.refusal.code)
    const answers = {
      r: { workload: [1, 0, 0, 0, 0] },
      a1: { workload: [4, 4, 0, 0, 0] },
      a2: { workload: [4, 4, 0, 0, 0] },
    }
    const release = computeRelease(inputOf(answers, { plan: plan.value, eligible: 30, ballots: 17 }))
    expect(release.items[0]?.cells[0]).toMatchObject({ unit: 'r', shown: true, n: 17 })
  })

  it('is the same document, byte for byte, whether nobody answered or too few to show', () => {
    const nobody = computeRelease(inputOf({}, { ballots: 0 }))
    const few = computeRelease(inputOf({ north: { workload: [1, 2, 2, 1, 1] } }, { ballots: 7 }))
    expect(JSON.stringify(few)).toBe(JSON.stringify(nobody))
  })

  it('hides a ward in the same bytes whether nobody answered, too few did, or all answered alike', () => {
    const bytes = [
      [0, 0, 0, 0, 0],
      [3, 4, 0, 0, 0],
      [0, 0, 15, 0, 0],
    ].map((south) => {
      const input = inputOf({ south: { workload: south }, north: { workload: [5, 5, 5, 5, 0] } })
      return JSON.stringify(computeRelease(input).items[0]?.cells[2])
    })
    expect(new Set(bytes).size).toBe(1)
  })

  it('rounds participation to tens, and never says that everyone took part', () => {
    const participation = (ballots: number) => computeRelease(inputOf({}, { ballots })).participation
    expect([0, 7, 8, 30, 50, 54, 55].map(participation)).toEqual([null, null, 10, 50, 90, 90, 90])
  })

  it('does not tell how many people work in a unit, nor how many ballots came', () => {
    const release = computeRelease(inputOf({ north: { workload: [1, 2, 6, 7, 3] } }, { ballots: 41 }))
    expect(Object.keys(release.units[0] ?? {})).toEqual(['id', 'parent', 'name', 'depth', 'reported', 'with'])
    expect(Object.keys(release)).toEqual([
      'format',
      'wave',
      'k',
      'participation',
      'units',
      'waves',
      'items',
      'findings',
    ])
  })

  it('survives being stored: what is read back is the same document', () => {
    fc.assert(
      fc.property(waves, (given) => {
        const release = computeRelease(given)
        expect(JSON.parse(JSON.stringify(release))).toEqual(release)
      }),
      { numRuns: 20 },
    )
  })

  it('releases nothing from numbers that cannot be', () => {
    const answer = (counts: number[]) => ({ north: { workload: counts } })
    const impossible = [
      inputOf({ attic: { workload: [9, 9, 9, 9, 9] } }),
      inputOf({ north: { mood: [1, 1, 1, 1, 1] } }),
      inputOf(answer([1, 2, 3])),
      inputOf(answer([1, 2, 3, 4, -1])),
      inputOf(answer([1, 2, 3, 4, 0.5])),
      inputOf(answer([21, 0, 0, 0, 0])),
      inputOf(answer([5, 5, 5, 5, 0]), { ballots: 19 }),
      inputOf({}, { ballots: 56 }),
      inputOf({}, { k: 4 }),
      inputOf({}, { k: 21 }),
      inputOf({}, { items: [workload, workload] }),
    ]
    for (const given of impossible) expect(() => computeRelease(given)).toThrow(RangeError)
  })

  it('shows what is sensitive for everyone asked only, from twenty answers on, and by no team', () => {
    const yesNo = {
      ...burnout,
      id: 'treated-worse',
      options: [1, 2].map((value) => ({ value, label: `answer ${value}` })),
      report: { kind: 'share', values: [1], higherIs: 'worse' } as const,
      sensitive: true,
    }
    const of = (north: number[], hospital: number[]) =>
      computeRelease(
        inputOf(
          {
            north: { 'treated-worse': north, workload: [1, 2, 6, 7, 3] },
            hospital: { 'treated-worse': hospital },
          },
          { items: [yesNo, workload] },
        ),
      )
    const many = of([9, 8], [2, 6])
    expect(many.items[0]?.cells).toEqual([expect.objectContaining({ unit: 'hospital', shown: true, n: 25 })])
    expect(many.items[1]?.cells).toHaveLength(3)
    const few = of([9, 8], [1, 1])
    expect(few.items[0]?.cells).toEqual([{ unit: 'hospital', shown: false, trend: [null] }])
    expect(JSON.stringify(many.items[0])).not.toContain('north')
  })

  it('names the modules of a survey as they were announced, and none where there are none', () => {
    const sections = [{ id: 'load', names: { en: 'Workload' }, items: ['workload'] }]
    expect(computeRelease(inputOf({}, { sections })).sections).toEqual(sections)
    expect(computeRelease(inputOf({}))).not.toHaveProperty('sections')
  })
})
