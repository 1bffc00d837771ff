import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  canBeReversed,
  lineOf,
  publishesAnEmptyNode,
  smallForests,
  subsetsOf,
} from './brute-force.fixture.ts'
import { leaks, publishTree, type TreeNode } from './index.ts'
import vectors from './vectors.json' with { type: 'json' }

const sorted = (ids: Iterable<string>) => [...ids].toSorted()

describe('publishTree', () => {
  for (const { name, nodes, k, homogeneity, published, weights } of vectors.cases) {
    it(name, () => {
      const worth: Record<string, number> = { ...weights }
      const weight = (id: string) => worth[id] ?? 1
      for (const order of [nodes, nodes.toReversed()]) {
        expect(sorted(publishTree({ nodes: order, k, homogeneity, weight }))).toEqual(sorted(published))
      }
      expect(leaks({ nodes, published: new Set(published), k, homogeneity })).toEqual([])
    })
  }

  it('never publishes anything from which a small or unanimous group can be worked out', () => {
    fc.assert(
      fc.property(smallForests(7), (given) => {
        const published = publishTree(given)
        expect(canBeReversed({ ...given, published })).toBe(false)
        expect(publishesAnEmptyNode({ nodes: given.nodes, published })).toBe(false)
      }),
      { numRuns: 400 },
    )
  })

  it('publishes as much as any safe choice could, for any weights', () => {
    const weighted = fc.tuple(smallForests(8), fc.array(fc.nat(9), { minLength: 8, maxLength: 8 }))
    fc.assert(
      fc.property(weighted, ([given, weights]) => {
        const worth = (id: string) => weights[Number(id.slice(1))] ?? 0
        const sum = (ids: Iterable<string>) => [...ids].reduce((total, id) => total + worth(id), 0)
        const best = subsetsOf(given.nodes.map(({ id }) => id))
          .filter((published) => leaks({ ...given, published }).length === 0)
          .reduce((most, published) => Math.max(most, sum(published)), 0)
        const published = publishTree({ ...given, weight: worth })
        expect(leaks({ ...given, published })).toEqual([])
        expect(sum(published)).toBe(best)
      }),
      { numRuns: 400 },
    )
  })

  it('without weights prefers more results, then higher ones, then those of more people', () => {
    fc.assert(
      fc.property(smallForests(8), (given) => {
        const depth = (id: string) => lineOf({ nodes: given.nodes, id }).length
        const people = (id: string) =>
          given.nodes
            .filter((node) => lineOf({ nodes: given.nodes, id: node.id }).includes(id))
            .reduce((total, { own }) => total + own.reduce((a, b) => a + b, 0), 0)
        const rank = (ids: Set<string>) => [
          ids.size,
          -[...ids].reduce((total, id) => total + depth(id), 0),
          [...ids].reduce((total, id) => total + people(id), 0),
        ]
        const compare = (a: number[], b: number[]) =>
          a.map((value, i) => value - (b[i] ?? 0)).find((difference) => difference !== 0) ?? 0
        const best = subsetsOf(given.nodes.map(({ id }) => id))
          .filter((published) => leaks({ ...given, published }).length === 0)
          .map(rank)
          .reduce((most, next) => (compare(next, most) > 0 ? next : most), [0, 0, 0])
        expect(rank(publishTree(given)).map((n) => n + 0)).toEqual(best.map((n) => n + 0))
      }),
      { numRuns: 300 },
    )
  })

  it('gives the same answer in whatever order the nodes arrive', () => {
    const shuffled = smallForests(9).chain((given) =>
      fc.tuple(
        fc.constant(given),
        fc.shuffledSubarray(given.nodes, { minLength: given.nodes.length, maxLength: given.nodes.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([given, nodes]) => {
        expect(sorted(publishTree({ ...given, nodes }))).toEqual(sorted(publishTree(given)))
      }),
    )
  })

  it('copes with a hospital group of 4,681 units and with a line of commands 20,000 deep', () => {
    const wide: TreeNode[] = Array.from({ length: 4681 }, (_, i) => ({
      id: `u${i}`,
      parent: i === 0 ? null : `u${Math.floor((i - 1) / 8)}`,
      own: [0, 1, 2, 3, 4].map((answer) => (i < 585 ? 0 : (i * 7 + answer * 13) % 5)),
    }))
    const deep: TreeNode[] = Array.from({ length: 20_000 }, (_, i) => ({
      id: `u${i}`,
      parent: i === 0 ? null : `u${i - 1}`,
      own: [i % 3, i % 2],
    }))
    for (const nodes of [wide, deep]) {
      const published = publishTree({ nodes, k: 8, homogeneity: true })
      expect(published.size).toBeGreaterThan(500)
      expect(leaks({ nodes, published, k: 8, homogeneity: true })).toEqual([])
    }
  })

  it('refuses what is no tree', () => {
    const node = { id: 'a', parent: null, own: [1] }
    const nonsense: TreeNode[][] = [
      [node, node],
      [{ ...node, parent: 'elsewhere' }],
      [
        { ...node, parent: 'b' },
        { ...node, id: 'b', parent: 'a' },
      ],
      [node, { id: 'b', parent: 'a', own: [1, 2] }],
      [{ ...node, own: [-1] }],
      [{ ...node, own: [0.5] }],
    ]
    for (const nodes of nonsense) {
      expect(() => publishTree({ nodes, k: 5, homogeneity: false })).toThrow(RangeError)
    }
    expect(() => publishTree({ nodes: [node], k: 0, homogeneity: false })).toThrow(RangeError)
    const weight = () => Number.NaN
    expect(() => publishTree({ nodes: [node], k: 1, homogeneity: false, weight })).toThrow(RangeError)
  })
})
