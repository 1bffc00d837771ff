import fc from 'fast-check'
import type { TreeNode } from './index.ts'

export type Case = { nodes: TreeNode[]; k: number; homogeneity: boolean }

/** Small forests with few people and few answers, where small cells and unanimity are common. */
export const smallForests = (size: number): fc.Arbitrary<Case> =>
  fc
    .record({
      parents: fc.array(fc.integer({ min: -1, max: 50 }), { minLength: 1, maxLength: size }),
      width: fc.integer({ min: 1, max: 3 }),
      people: fc.array(fc.constantFrom(0, 0, 0, 1, 1, 2, 3, 5), { minLength: size * 3, maxLength: size * 3 }),
      k: fc.integer({ min: 1, max: 6 }),
      homogeneity: fc.boolean(),
    })
    .map(({ parents, width, people, k, homogeneity }) => ({
      k,
      homogeneity,
      nodes: parents.map((drawn, index) => ({
        id: `n${index}`,
        parent: index === 0 || drawn < 0 ? null : `n${drawn % index}`,
        own: people.slice(index * 3, index * 3 + width),
      })),
    }))

export const subsetsOf = (ids: readonly string[]): Set<string>[] =>
  Array.from({ length: 2 ** ids.length }, (_, bits) => new Set(ids.filter((_, i) => (bits >> i) & 1)))

/** The ids from a node up to its root. */
export const lineOf = ({ nodes, id }: { nodes: readonly TreeNode[]; id: string }): string[] => {
  const line: string[] = []
  let at: string | null = id
  while (at !== null) {
    line.push(at)
    const node = nodes.find((candidate) => candidate.id === at)
    at = node ? node.parent : null
  }
  return line
}

/**
 * Whether some sum and difference of published nodes is a set of people who are too few or of one mind. Knows
 * nothing of remainders: it tries every way to add, leave or subtract each published node.
 */
export const canBeReversed = ({ nodes, k, homogeneity, published }: Case & { published: Set<string> }) => {
  const chosen = [...published]
  const covering = nodes.map(({ id }) => {
    const line = lineOf({ nodes, id })
    return chosen.map((candidate) => (line.includes(candidate) ? 1 : 0))
  })
  for (let code = 0; code < 3 ** chosen.length; code++) {
    const signs = chosen.map((_, i) => (Math.floor(code / 3 ** i) % 3) - 1)
    const taken = covering.map((covers) => covers.reduce<number>((sum, c, i) => sum + c * (signs[i] ?? 0), 0))
    if (taken.some((times) => times !== 0 && times !== 1)) continue
    const counts = (nodes[0]?.own ?? []).map((_, category) =>
      nodes.reduce((sum, node, i) => sum + (taken[i] ?? 0) * (node.own[category] ?? 0), 0),
    )
    const people = counts.reduce((sum, count) => sum + count, 0)
    if (people === 0) continue
    if (people < k || (homogeneity && counts.includes(people))) return true
  }
  return false
}

/** A published node must itself have somebody in it. */
export const publishesAnEmptyNode = ({ nodes, published }: { nodes: TreeNode[]; published: Set<string> }) =>
  [...published].some((id) =>
    nodes
      .filter((node) => lineOf({ nodes, id: node.id }).includes(id))
      .every(({ own }) => own.every((count) => count === 0)),
  )
