/** A place in a tree of people: a hospital, a department, a ward. */
export type TreeNode = {
  readonly id: string
  /** The id of the node above, or null at the top. Every parent must itself be listed. */
  readonly parent: string | null
  /** How many of the people attached directly to this node gave each answer; the same length everywhere. */
  readonly own: readonly number[]
}

/** The nodes by number, parents before children, siblings by id, so that input order changes nothing. */
export type Forest = {
  readonly ids: readonly string[]
  readonly parents: Int32Array
  readonly depths: Int32Array
  readonly own: readonly (readonly number[])[]
  /** Per node: the answers of everyone attached to it or to anything beneath it. */
  readonly totals: readonly (readonly number[])[]
  readonly width: number
}

/** Throws on what can only be a caller's mistake: a repeated id, an unknown parent, a circle, a bad count. */
export const readForest = (nodes: readonly TreeNode[]): Forest => {
  const byId = new Map<string, TreeNode>()
  for (const node of nodes) {
    if (byId.has(node.id)) throw new RangeError(`the node ${node.id} is listed twice`)
    byId.set(node.id, node)
  }
  const width = nodes[0]?.own.length ?? 0
  const children = new Map<string | null, TreeNode[]>()
  for (const node of nodes) {
    if (node.parent !== null && !byId.has(node.parent)) {
      throw new RangeError(`the parent of ${node.id} is not listed`)
    }
    if (node.own.length !== width) throw new RangeError(`${node.id} counts other categories than the rest`)
    for (const count of node.own) {
      if (!Number.isSafeInteger(count) || count < 0)
        throw new RangeError(`${node.id} has a count that is none`)
    }
    const siblings = children.get(node.parent)
    if (siblings) siblings.push(node)
    else children.set(node.parent, [node])
  }
  return number({ children, width, size: nodes.length })
}

type Families = { children: Map<string | null, TreeNode[]>; width: number; size: number }

const number = ({ children, width, size }: Families): Forest => {
  const parents = new Int32Array(size)
  const depths = new Int32Array(size)
  const ids: string[] = []
  const own: (readonly number[])[] = []
  const waiting = [{ key: null as string | null, index: -1, depth: 0 }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const family = (children.get(next.key) ?? []).toSorted((a, b) => (a.id < b.id ? -1 : 1))
    for (const node of family) {
      const index = ids.push(node.id) - 1
      parents[index] = next.index
      depths[index] = next.depth
      own.push(node.own)
      waiting.push({ key: node.id, index, depth: next.depth + 1 })
    }
  }
  if (ids.length !== size) throw new RangeError('the nodes run in a circle')
  const totals = own.map((counts) => [...counts])
  for (let index = size - 1; index >= 0; index--) {
    const above = totals[parents[index] ?? -1]
    const here = totals[index]
    if (above && here) for (let c = 0; c < width; c++) above[c] = (above[c] ?? 0) + (here[c] ?? 0)
  }
  return { ids, parents, depths, own, totals, width }
}
