import type { TreeNode } from './forest.ts'

/** A group that a reader of the published nodes could work out and must not know. Carries no counts. */
export type Leak = {
  readonly node: string
  /** The published node itself, or what is left of it without its nearest published descendants. */
  readonly group: 'whole' | 'remainder'
  readonly why: 'too-few' | 'all-alike'
}

type Sum = { total: number[]; open: number[]; waitingFor: number }

/**
 * Audits a set of published nodes without knowing how it was chosen: adds the counts up from the leaves and
 * lists each derivable group that is below `k` or, with `homogeneity`, of one answer. An empty list means that
 * the set may be published. Shares no code with the optimiser. Throws RangeError on an unknown id or a circle.
 */
export const leaks = (given: {
  nodes: readonly TreeNode[]
  published: ReadonlySet<string>
  k: number
  homogeneity: boolean
}): Leak[] => {
  const { nodes, published, k, homogeneity } = given
  const sums = new Map<string, Sum>()
  for (const { id, own } of nodes) sums.set(id, { total: [...own], open: [...own], waitingFor: 0 })
  if (sums.size !== nodes.length) throw new RangeError('a node is listed twice')
  for (const id of published) if (!sums.has(id)) throw new RangeError(`${id} is published but not listed`)
  for (const { parent } of nodes) {
    const above = parent === null ? undefined : sums.get(parent)
    if (above) above.waitingFor += 1
    else if (parent !== null) throw new RangeError(`the parent ${parent} is not listed`)
  }

  const ready = nodes.filter(({ id }) => sums.get(id)?.waitingFor === 0)
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]))
  const found: Leak[] = []
  let done = 0
  const queue = ready.map(({ id }) => id)
  for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
    done += 1
    const sum = sums.get(id)
    if (!sum) continue
    if (published.has(id)) {
      const whole = fault({ counts: sum.total, k, homogeneity })
      if (whole) found.push({ node: id, group: 'whole', why: whole })
      const isEmpty = sum.open.every((count) => count === 0)
      const rest = isEmpty ? null : fault({ counts: sum.open, k, homogeneity })
      if (rest) found.push({ node: id, group: 'remainder', why: rest })
    }
    const parent = parents.get(id) ?? null
    const above = parent === null ? undefined : sums.get(parent)
    if (parent === null || !above) continue
    add({ from: sum.total, to: above.total })
    if (!published.has(id)) add({ from: sum.open, to: above.open })
    above.waitingFor -= 1
    if (above.waitingFor === 0) queue.push(parent)
  }
  if (done !== nodes.length) throw new RangeError('the nodes run in a circle')
  return found
}

const add = ({ from, to }: { from: readonly number[]; to: number[] }) => {
  from.forEach((count, category) => {
    to[category] = (to[category] ?? 0) + count
  })
}

const fault = (given: { counts: readonly number[]; k: number; homogeneity: boolean }): Leak['why'] | null => {
  const people = given.counts.reduce((sum, count) => sum + count, 0)
  if (people < given.k) return 'too-few'
  return given.homogeneity && given.counts.some((count) => count === people) ? 'all-alike' : null
}
