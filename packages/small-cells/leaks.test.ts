import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canBeReversed, publishesAnEmptyNode, smallForests } from './brute-force.fixture.ts'
import { leaks } from './index.ts'

describe('leaks', () => {
  it('objects exactly when some sum or difference of published nodes gives a group away', () => {
    const publications = smallForests(7).chain((given) =>
      fc.tuple(fc.constant(given), fc.subarray(given.nodes.map(({ id }) => id))),
    )
    fc.assert(
      fc.property(publications, ([given, ids]) => {
        const published = new Set(ids)
        const isUnsafe =
          canBeReversed({ ...given, published }) || publishesAnEmptyNode({ nodes: given.nodes, published })
        expect(leaks({ ...given, published }).length > 0).toBe(isUnsafe)
      }),
      { numRuns: 600 },
    )
  })

  const nodes = [
    { id: 'hospital', parent: null, own: [0, 3] },
    { id: 'ward', parent: 'hospital', own: [4, 5] },
    { id: 'night', parent: 'hospital', own: [0, 9] },
  ]

  it('names the node, whether it is the whole or its remainder, and why', () => {
    const found = leaks({ nodes, published: new Set(['hospital', 'ward', 'night']), k: 5, homogeneity: true })
    expect(found).toEqual(
      expect.arrayContaining([
        { node: 'hospital', group: 'remainder', why: 'too-few' },
        { node: 'night', group: 'whole', why: 'all-alike' },
        { node: 'night', group: 'remainder', why: 'all-alike' },
      ]),
    )
    expect(found).toHaveLength(3)
  })

  it('allows unanimity when only numbers of people are published', () => {
    expect(leaks({ nodes, published: new Set(['hospital', 'night']), k: 9, homogeneity: false })).toEqual([])
    expect(leaks({ nodes, published: new Set(['hospital', 'night']), k: 9, homogeneity: true })).not.toEqual(
      [],
    )
  })

  it('refuses to audit what it does not know', () => {
    expect(() => leaks({ nodes, published: new Set(['roof']), k: 5, homogeneity: true })).toThrow(RangeError)
    const circle = [
      { id: 'a', parent: 'b', own: [9] },
      { id: 'b', parent: 'a', own: [9] },
    ]
    expect(() => leaks({ nodes: circle, published: new Set(['a']), k: 5, homogeneity: false })).toThrow(
      RangeError,
    )
    const orphan = [{ id: 'a', parent: 'gone', own: [9] }]
    expect(() => leaks({ nodes: orphan, published: new Set(), k: 5, homogeneity: false })).toThrow(RangeError)
    const twice = [nodes[0], nodes[0]].flatMap((node) => node ?? [])
    expect(() => leaks({ nodes: twice, published: new Set(), k: 5, homogeneity: false })).toThrow(RangeError)
  })
})
