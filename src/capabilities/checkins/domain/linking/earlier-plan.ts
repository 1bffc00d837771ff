/** How an earlier check-in counted people: what is known of it when the next one is planned. */
export type EarlierPlan = {
  readonly wave: string
  /** Parents before children; the first is everyone asked. */
  readonly nodes: readonly EarlierNode[]
  /** In which group each person was counted; empty where that list was forgotten since. */
  readonly people: ReadonlyMap<string, string>
  /** The wave before in the same series, whose trends go on from here. */
  readonly isOfSeries: boolean
}

export type EarlierNode = {
  readonly unit: string
  readonly parent: string | null
  readonly name: string
  /** The unit in whose result it was counted, itself where it had its own. */
  readonly home: string
}

/** From the nodes of a plan as they were frozen. */
export const earlierNodes = (
  nodes: readonly (Omit<EarlierNode, 'home'> & { readonly reported: string; readonly with?: string })[],
): EarlierNode[] =>
  nodes.map(({ unit, parent, name, reported, with: home = unit }) => ({
    unit,
    parent,
    name,
    home: reported === 'with' ? home : unit,
  }))

/** How many of each earlier group are now in each unit: by group, then by unit. */
export type Crossings = ReadonlyMap<string, ReadonlyMap<string, number>>

/**
 * Who was counted where, and is where now. Somebody who came or left is in none. Nor is somebody who changed between two
 * units that are there before and after, unless `k` or more did so together: that is people's coming and going and no
 * reorganisation. Whoever is in a new unit, or was counted in a group of which a unit is gone, moved with it. Where the
 * list of people was forgotten, units stand for them.
 */
export const crossingsOf = (given: {
  earlier: Pick<EarlierPlan, 'nodes' | 'people'>
  /** The unit with which each person counts now. */
  placed: ReadonlyMap<string, string>
  units: ReadonlySet<string>
  k: number
}): Crossings => {
  const { earlier, placed, units, k } = given
  const homes = new Map(earlier.nodes.map(({ unit, home }) => [unit, home]))
  const broken = new Set(earlier.nodes.flatMap(({ unit, home }) => (units.has(unit) ? [] : [home])))
  const isPersonal = (was: string, unit: string, people: number) =>
    (homes.get(unit) ?? was) !== was && !broken.has(was) && people < k
  const all = new Map<string, Map<string, number>>()
  for (const [member, unit] of placed) {
    const was = earlier.people.size === 0 ? homes.get(unit) : earlier.people.get(member)
    if (was === undefined) continue
    const row = all.get(was) ?? new Map<string, number>()
    all.set(was, row.set(unit, (row.get(unit) ?? 0) + 1))
  }
  return new Map(
    [...all].flatMap(([was, row]) => {
      const kept = [...row].filter(([unit, people]) => !isPersonal(was, unit, people))
      return kept.length > 0 ? [[was, new Map(kept)] as const] : []
    }),
  )
}
