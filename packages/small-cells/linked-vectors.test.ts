import { describe, expect, it } from 'vitest'
import golden from './linked-vectors.json' with { type: 'json' }
import { audit, type Publication, protect, type Shown } from './server.ts'

const cases = golden.cases.map((one) => ({
  ...one,
  publication: one.publication as unknown as Publication,
  disclosive: one.disclosive as readonly Shown[],
}))

let answered = 0

describe('linked tables that can be checked by hand', () => {
  for (const { name, publication, disclosive, givenAway, low, high } of cases)
    it(name, async () => {
      const { safe, refusals } = await audit({ publication, shown: disclosive })
      expect(safe).toBe(false)
      expect(refusals).toContainEqual(
        expect.objectContaining({ code: 'narrow', figure: givenAway, low, high }),
      )
      const chosen = await protect({ publication })
      if (chosen.safe) expect((await audit({ publication, shown: chosen.shown })).safe).toBe(true)
      else expect(chosen.shown).toEqual([])
      // Where nothing that is shown gives anything away, a choice is safe; a refusal of everything is no answer.
      const bare = await audit({ publication, shown: [] })
      if (bare.safe) expect(chosen.safe).toBe(true)
      if (bare.safe) answered++
    })
  it('are not all refused', () => {
    expect(answered).toBeGreaterThan(cases.length / 2)
  })

  const two = (a: number[], b: number[]): Publication => ({
    dimensions: { unit: [{ id: 'all', parent: null }, ...['a', 'b'].map((id) => ({ id, parent: 'all' }))] },
    items: [{ id: 'q', categories: ['yes', 'no'] }],
    tables: [
      {
        id: 'units',
        by: ['unit'],
        counts: [
          { at: { unit: 'a' }, answers: { q: a } },
          { at: { unit: 'b' }, answers: { q: b } },
        ],
      },
    ],
  })
  const refusalsOf = async (publication: Publication, ...units: string[]) => {
    const shown = units.map((unit) => ({ item: 'q', at: { unit } }))
    return (await audit({ publication, shown })).refusals.map((refusal) =>
      'of' in refusal ? `${refusal.code} ${refusal.of}` : refusal.code,
    )
  }

  it('shows no group that is too small, of one mind or nearly, or empty', async () => {
    expect(await refusalsOf(two([3, 4], [9, 9]), 'a')).toContain('too-few shown')
    expect(await refusalsOf(two([12, 0], [9, 9]), 'a')).toContain('alike shown')
    expect(await refusalsOf(two([12, 1], [9, 9]), 'a')).toContain('alike shown')
    expect(await refusalsOf(two([12, 2], [9, 9]), 'a')).toEqual([])
    expect(await refusalsOf(two([0, 0], [9, 9]), 'a')).toContain('empty shown')
  })

  it('shows no groups that differ by such a group', async () => {
    expect(await refusalsOf(two([4, 3], [9, 9]), 'all', 'b')).toContain('too-few remainder')
    expect(await refusalsOf(two([1, 12], [9, 9]), 'all', 'b')).toContain('alike remainder')
    expect(await refusalsOf(two([4, 12], [9, 9]), 'all', 'b')).toEqual([])
  })

  it('keeps what matters most, when told what that is', async () => {
    const publication = two([9, 8], [5, 1])
    const plain = await protect({ publication })
    const shownWith = async (weights: Publication['weights']) =>
      (await protect({ publication: { ...publication, ...(weights ? { weights } : {}) } })).shown.map(
        ({ at }) => at,
      )
    expect(plain.safe).toBe(true)
    expect(await shownWith([{ at: { unit: 'a' }, weight: 5 }])).toEqual([{ unit: 'a' }])
    expect(await shownWith([{ at: {}, weight: 5 }])).toEqual([{}])
  })
})
