/** A unit that was asked. Its parent may lie outside the audience; then it is a top of it. */
export type AudienceUnit = {
  readonly id: string
  readonly parent: string | null
  readonly name: string
  readonly position: number
}

/** The node above the tops of an audience that has several: the nil UUID, so that it fits wherever a unit's id does. */
export const EVERYONE = '00000000-0000-0000-0000-000000000000'

export type Audience = {
  readonly root: string
  /** Parents before children, siblings by position, then name, then id. */
  readonly units: readonly (AudienceUnit & { readonly depth: number })[]
  /** The unit with which a person counts. */
  readonly placeOf: (person: { member: string; unit: string; leads?: readonly string[] }) => string
}

/** Throws RangeError when the units are no tree, or none. */
export const readAudience = (given: readonly AudienceUnit[]): Audience => {
  const byId = new Map(given.map((unit) => [unit.id, unit]))
  if (byId.size !== given.length || byId.size === 0) throw new RangeError('each unit once, and at least one')
  if (byId.has(EVERYONE)) throw new RangeError(`no unit may be called ${EVERYONE}`)
  const tops = given.filter(({ parent }) => parent === null || !byId.has(parent)).toSorted(inOrder)
  const [only] = tops
  if (!only) throw new RangeError('the units run in a circle')
  const above = tops.length > 1 ? EVERYONE : null
  const name = tops.map((top) => top.name).join(', ')
  const root: AudienceUnit =
    above === null ? { ...only, parent: null } : { id: above, parent: null, name, position: 0 }

  const children = new Map<string | null, AudienceUnit[]>([[null, [root]]])
  for (const unit of given) {
    const isTop = unit.parent === null || !byId.has(unit.parent)
    if (isTop && above === null) continue
    const parent = isTop ? above : unit.parent
    const siblings = children.get(parent)
    if (siblings) siblings.push({ ...unit, parent })
    else children.set(parent, [{ ...unit, parent }])
  }
  const units: (AudienceUnit & { depth: number })[] = []
  const waiting: (AudienceUnit & { depth: number })[] = [{ ...root, depth: 0 }]
  for (let unit = waiting.pop(); unit; unit = waiting.pop()) {
    units.push(unit)
    const depth = unit.depth + 1
    for (const child of (children.get(unit.id) ?? []).toSorted(inOrder).toReversed()) {
      waiting.push({ ...child, depth })
    }
  }
  const size = given.length + (above === null ? 0 : 1)
  if (units.length !== size) throw new RangeError('the units run in a circle')
  return { root: root.id, units, placeOf: placement(units) }
}

const inOrder = (a: AudienceUnit, b: AudienceUnit) =>
  a.position - b.position || compare(a.name, b.name) || compare(a.id, b.id)

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const placement = (units: Audience['units']): Audience['placeOf'] => {
  const parents = new Map(units.map(({ id, parent }) => [id, parent]))
  const lineOf = (id: string) => {
    const line: string[] = []
    for (let at: string | null = id; at !== null; at = parents.get(at) ?? null) line.push(at)
    return line.toReversed()
  }
  const isTop = (id: string) => {
    const parent = parents.get(id) ?? null
    return parent === null || parent === EVERYONE
  }
  return ({ member, unit, leads = [] }) => {
    const led = leads.filter((id) => parents.has(id))
    const lines = led.map((id) => lineOf(isTop(id) ? id : (parents.get(id) ?? id)))
    const [first, ...others] = lines
    if (!first) {
      if (!parents.has(unit)) throw new RangeError(`${member} belongs to no unit that was asked`)
      return unit
    }
    const shared = first.findLastIndex((id, depth) => others.every((line) => line[depth] === id))
    return first[shared] ?? first[0] ?? unit
  }
}
