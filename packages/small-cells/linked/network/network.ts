/** A sum of unknowns between two numbers; `number` is what it is called by whoever asks. */
export type Sum = {
  readonly unknowns: Int32Array
  readonly low: number
  readonly high: number
  readonly number: number
  /** Sums of one kind nest or are apart; -1 when nothing is known of that. */
  readonly kind: number
}

/**
 * A circulation: what is known is a network when its sums fall into two families in each of which any two nest or are
 * apart (Hoffman and Kruskal 1956). People flow down one family, through their unknown, and up the other. Arc `u` is
 * unknown `u`; the others are sums. Every end of such a system is a whole number, and a path finds it.
 */
export type Network = {
  readonly nodes: number
  readonly tail: Int32Array
  readonly head: Int32Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** What flows in the reference. */
  readonly flow: Float64Array
  /** Arcs that begin or end at a node: `arcs[starts[node]..starts[node + 1]]`. */
  readonly starts: Int32Array
  readonly arcs: Int32Array
  /** Which sums say the bounds of an arc. */
  readonly saying: (arc: number) => readonly number[]
  /** The arc that is just this sum, or -1. */
  readonly arcOf: (unknowns: Int32Array) => number
}

/** Sums by what they hold, in whatever order. */
const sumsByContent = (unknowns: number) => {
  const mark = new Int32Array(unknowns)
  let stamp = 0
  const buckets = new Map<string, { content: Int32Array; at: number }[]>()
  const keyOf = (content: Int32Array) => {
    let sum = 0
    let least = content[0] ?? -1
    for (const unknown of content) {
      sum += unknown
      if (unknown < least) least = unknown
    }
    return `${content.length} ${sum} ${least}`
  }
  const isSame = (a: Int32Array, b: Int32Array) => {
    if (a.length !== b.length) return false
    stamp++
    for (const unknown of a) mark[unknown] = stamp
    return b.every((unknown) => mark[unknown] === stamp)
  }
  return {
    find: (content: Int32Array): number =>
      buckets.get(keyOf(content))?.find((other) => isSame(other.content, content))?.at ?? -1,
    add: (content: Int32Array, at: number) => {
      const key = keyOf(content)
      const bucket = buckets.get(key)
      if (bucket) bucket.push({ content, at })
      else buckets.set(key, [{ content, at }])
    },
  }
}

type Group = {
  readonly unknowns: Int32Array
  low: number
  high: number
  readonly numbers: number[]
  readonly kinds: number[]
}

/** Each distinct sum once, with all that is said of it; largest first. */
const distinctSets = ({ sums, unknowns }: { sums: readonly Sum[]; unknowns: number }): Group[] => {
  const known = sumsByContent(unknowns)
  const sets: Group[] = []
  for (const { unknowns: content, low, high, number, kind } of sums) {
    if (content.length === 0) continue
    const at = known.find(content)
    const set = sets[at]
    if (set) {
      set.low = Math.max(set.low, low)
      set.high = Math.min(set.high, high)
      set.numbers.push(number)
      set.kinds.push(kind)
    } else
      known.add(content, sets.push({ unknowns: content, low, high, numbers: [number], kinds: [kind] }) - 1)
  }
  return sets.sort((a, b) => b.unknowns.length - a.unknowns.length)
}

/** Arcs by the nodes at which they begin or end. */
const byNode = (given: { nodes: number; tail: Int32Array; head: Int32Array }) => {
  const { nodes, tail, head } = given
  const starts = new Int32Array(nodes + 1)
  for (const ends of [tail, head]) for (const node of ends) starts[node + 1] = (starts[node + 1] ?? 0) + 1
  for (let node = 0; node < nodes; node++) starts[node + 1] = (starts[node + 1] ?? 0) + (starts[node] ?? 0)
  const next = starts.slice()
  const arcs = new Int32Array(tail.length * 2)
  for (const ends of [tail, head])
    ends.forEach((node, arc) => {
      const at = next[node] ?? 0
      arcs[at] = arc
      next[node] = at + 1
    })
  return { starts, arcs }
}

type Family = 'down' | 'up'

/** How many ways to share kinds out between the families are tried. */
const MOST_WAYS = 16

/**
 * Puts each sum into one of two families, each kind where it belongs or else where it fits: for each its family and the
 * node above it, and the nodes from which each unknown comes and to which it goes. Null when one fits nowhere.
 */
const placed = (given: {
  several: readonly Group[]
  unknowns: number
  familyOf: (kind: number) => Family
}) => {
  const { several, unknowns, familyOf } = given
  const smallest = { down: new Int32Array(unknowns), up: new Int32Array(unknowns) }
  const families: Family[] = []
  const above = new Int32Array(several.length)
  for (const [at, { unknowns: own, kinds }] of several.entries()) {
    const wished = familyOf(kinds.find((kind) => kind >= 0) ?? -1)
    const family = [wished, wished === 'down' ? ('up' as const) : ('down' as const)].find((family) => {
      const node = smallest[family][own[0] ?? 0]
      return own.every((unknown) => smallest[family][unknown] === node)
    })
    if (!family) return null
    families.push(family)
    above[at] = smallest[family][own[0] ?? 0] ?? 0
    for (const unknown of own) smallest[family][unknown] = 1 + at
  }
  return { families, above, smallest }
}

/** Tries one way after another to share the kinds out. */
const place = ({ several, unknowns }: { several: readonly Group[]; unknowns: number }) => {
  const kinds = [...new Set(several.flatMap((set) => set.kinds))].filter((kind) => kind >= 0)
  const ways = Math.min(MOST_WAYS, 2 ** Math.max(0, kinds.length - 1))
  for (let way = 0; way < ways; way++) {
    // The first is as it is in a tree: every other kind in every other family.
    const familyOf = (kind: number): Family =>
      ((way >> Math.max(0, kinds.indexOf(kind))) + kinds.indexOf(kind)) % 2 === 0 ? 'down' : 'up'
    const found = placed({ several, unknowns, familyOf })
    if (found) return found
  }
  return null
}

/**
 * The network of sums over unknowns, or null when they are none. `ceiling` bounds what nothing bounds. The reference
 * is taken to agree with every sum.
 */
export const networkOf = (given: {
  sums: readonly Sum[]
  reference: Int32Array
  ceiling: number
}): Network | null => {
  const { sums, reference, ceiling } = given
  const size = reference.length
  const sets = distinctSets({ sums, unknowns: size })
  const several = sets.filter(({ unknowns }) => unknowns.length > 1)
  const places = place({ several, unknowns: size })
  if (!places) return null
  const { families, above, smallest } = places
  const arcCount = size + several.length
  const [tail, head] = [new Int32Array(arcCount), new Int32Array(arcCount)]
  tail.set(smallest.down)
  head.set(smallest.up)
  const low = new Float64Array(arcCount)
  const high = new Float64Array(arcCount).fill(ceiling)
  const flow = new Float64Array(arcCount)
  flow.set(reference)
  const said: (readonly number[])[] = []
  const known = sumsByContent(size)
  for (const [at, { unknowns, numbers, ...set }] of several.entries()) {
    const [arc, node] = [size + at, 1 + at]
    const isDown = families[at] === 'down'
    tail[arc] = isDown ? (above[at] ?? 0) : node
    head[arc] = isDown ? node : (above[at] ?? 0)
    low[arc] = set.low
    high[arc] = set.high
    said[arc] = numbers
    flow[arc] = unknowns.reduce((sum, unknown) => sum + (reference[unknown] ?? 0), 0)
    known.add(unknowns, arc)
  }
  for (const { unknowns, low: least, high: most, numbers } of sets) {
    const [unknown = 0, other] = unknowns
    if (other !== undefined) continue
    low[unknown] = Math.max(0, least)
    high[unknown] = Math.min(ceiling, most)
    said[unknown] = numbers
  }
  const nodes = 1 + several.length
  return {
    ...{ nodes, tail, head, low, high, flow },
    ...byNode({ nodes, tail, head }),
    saying: (arc) => said[arc] ?? [],
    arcOf: (unknowns) => (unknowns.length === 1 ? (unknowns[0] ?? -1) : known.find(unknowns)),
  }
}
