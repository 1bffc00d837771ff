import type { At, Publication } from '../input/publication.ts'

/** What somebody with all the time and none of this code works out; people, tables and rules as they were published. */
export type Asked = {
  readonly publication: Publication
  /** What each of `publication.people` answered, in order. */
  readonly truth: readonly (readonly number[])[]
  /** Shown: the group, and the categories shown of it (their number means how many answered). */
  readonly shown: readonly { readonly at: At; readonly categories: readonly number[] }[]
}

type Sum = { readonly unknowns: readonly number[]; readonly low: number; readonly high: number }
const add = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** Rank of rows of nought and one, exactly: by a prime larger than any determinant this small. */
const rankOf = (rows: readonly (readonly number[])[]): number => {
  const prime = 1_000_003
  const inverse = (value: number) => {
    let [result, base, left] = [1, value, prime - 2]
    for (; left > 0; left = Math.floor(left / 2)) {
      if (left % 2 === 1) result = (result * base) % prime
      base = (base * base) % prime
    }
    return result
  }
  const open = rows.map((row) => row.map((value) => ((value % prime) + prime) % prime))
  let rank = 0
  for (let column = 0; column < (rows[0]?.length ?? 0); column++) {
    const at = open.findIndex((row, number) => number >= rank && row[column] !== 0)
    if (at < 0) continue
    const pivot = open.splice(at, 1)[0] ?? []
    const by = inverse(pivot[column] ?? 1)
    open.forEach((row, number) => {
      if (number < rank || row[column] === 0) return
      const factor = ((row[column] ?? 0) * by) % prime
      pivot.forEach((value, place) => {
        row[place] = ((((row[place] ?? 0) - factor * value) % prime) + prime) % prime
      })
    })
    open.splice(rank, 0, pivot)
    rank++
  }
  return rank
}

/** Every reason why this must not be published, in words; null when there is too much to try. */
export const reasonsAgainst = ({ publication, truth, shown }: Asked): string[] | null => {
  const people = publication.people ?? []
  const categories = publication.items[0]?.categories.length ?? 0
  const { k = 8, dissenters = 1, margin = 2, hide = 'groups' } = publication.rule ?? {}
  const parentOf = (name: string, id: string) =>
    publication.dimensions[name]?.find((node) => node.id === id)?.parent ?? null
  const isAt = (at: At, group: At) =>
    Object.entries(group).every(([name, node]) => {
      for (let here: string | null = at[name] ?? null; here !== null; here = parentOf(name, here))
        if (here === node) return true
      return false
    })
  const inside = (group: At) => people.flatMap(({ at }, part) => (isAt(at, group) ? [part] : []))
  const ofCategory = (parts: readonly number[], category: number) =>
    parts.flatMap((part) =>
      category < categories
        ? [part * categories + category]
        : Array.from({ length: categories }, (_, c) => part * categories + c),
    )
  const flat = truth.flat()
  const sumIn = (unknowns: readonly number[], table: readonly number[] = flat) =>
    add(unknowns.map((unknown) => table[unknown] ?? 0))
  /** All groups that a table has a figure of, with the tables' roundings. */
  const listed = new Map<string, { parts: number[]; roundings: Set<number> }>()
  for (const { by, roundedTo = 1 } of publication.tables) {
    const combinations = by.reduce<At[]>(
      (some, name) =>
        some.flatMap((at) => (publication.dimensions[name] ?? []).map(({ id }) => ({ ...at, [name]: id }))),
      [{}],
    )
    for (const at of combinations) {
      const parts = inside(at)
      if (parts.length === 0) continue
      const known = listed.get(parts.join()) ?? { parts, roundings: new Set() }
      known.roundings.add(roundedTo)
      listed.set(parts.join(), known)
    }
  }
  const judged = (parts: readonly number[]) => {
    const counts = Array.from({ length: categories }, (_, c) => sumIn(ofCategory(parts, c)))
    const n = add(counts)
    if (n === 0) return 'empty'
    if (n < k) return 'few'
    return dissenters !== null && categories > 1 && n - Math.max(...counts) <= dissenters ? 'alike' : 'good'
  }
  const sums: Sum[] = []
  const out = new Set<string>()
  const reasons: string[] = []
  for (const { at, categories: some } of shown) {
    const parts = inside(at)
    if (judged(parts) !== 'good') reasons.push(`shown ${parts}`)
    for (const category of some) {
      const unknowns = ofCategory(parts, category)
      const value = sumIn(unknowns)
      out.add(`${parts} ${category}`)
      for (const step of listed.get(parts.join())?.roundings ?? [1]) {
        const fits = Array.from({ length: value + 2 * step + 1 }, (_, other) => other).filter(
          (other) => Math.round(other / step) === Math.round(value / step),
        )
        sums.push({ unknowns, low: Math.min(...fits), high: Math.max(...fits) })
      }
    }
  }
  for (const { at, category, low = 0, high = 1e9 } of publication.attacker?.knows ?? [])
    sums.push({
      unknowns: ofCategory(inside(at), publication.items[0]?.categories.indexOf(category ?? '') ?? 0),
      low,
      high,
    })
  people.forEach(({ roster }, part) => {
    sums.push({ unknowns: ofCategory([part], categories), low: 0, high: roster })
  })
  const tables = allTables({ size: flat.length, sums })
  if (!tables) return null

  const pinned = new Map<string, Sum>()
  for (const { unknowns, low, high } of sums) {
    const known = pinned.get(unknowns.join())
    pinned.set(unknowns.join(), {
      unknowns,
      low: Math.max(low, known?.low ?? 0),
      high: Math.min(high, known?.high ?? high),
    })
  }
  const rows = [...pinned.values()]
    .filter(({ low, high }) => low === high)
    .map(({ unknowns }) => flat.map((_, unknown) => (unknowns.includes(unknown) ? 1 : 0)))
  const rank = rankOf(rows)
  const follows = (unknowns: readonly number[]) =>
    rankOf([...rows, flat.map((_, unknown) => (unknowns.includes(unknown) ? 1 : 0))]) === rank
  const all = Array.from({ length: 2 ** people.length - 1 }, (_, mask) =>
    people.flatMap((_, part) => (((mask + 1) >> part) & 1 ? [part] : [])),
  )
  const derived: number[][] = []
  for (const parts of all) {
    const known = Array.from({ length: categories + 1 }, (_, c) => follows(ofCategory(parts, c)))
    const isWhole = known.slice(0, categories).every(Boolean)
    if (isWhole) derived.push(parts)
    const is = judged(parts)
    if (is === 'good' || is === 'empty') continue
    if (isWhole || (hide === 'cells' && known.some(Boolean))) reasons.push(`derived ${is} ${parts}`)
  }

  const targets =
    hide === 'cells'
      ? [...listed.values()]
      : [...listed.values(), ...people.map((_, part) => ({ parts: [part] }))]
  for (const { parts } of targets) {
    const is = judged(parts)
    if (hide === 'groups' && (is === 'good' || is === 'empty')) continue
    const most = add(parts.map((part) => people[part]?.roster ?? 0))
    for (let category = 0; category <= categories; category++) {
      if (out.has(`${parts} ${category}`) || (categories === 1 && category === 1)) continue
      const unknowns = ofCategory(parts, category)
      const said = Math.min(
        ...(hide === 'cells' ? [] : derived)
          .filter((known) => parts.every((part) => known.includes(part)))
          .map((known) => sumIn(ofCategory(known, category))),
      )
      const spanOf = (some: readonly (readonly number[])[]) => {
        const values = some.map((table) => sumIn(unknowns, table))
        return Math.max(...values) - Math.min(...values)
      }
      if (spanOf(tables) < Math.min(2 * margin, most, said))
        reasons.push(`narrow ${parts} ${category} outside`)
      if (publication.attacker?.ownAnswer === false) continue
      for (const own of ofCategory(parts, categories)) {
        if ((flat[own] ?? 0) === 0) continue
        const isOwn = unknowns.includes(own) ? 1 : 0
        const span = spanOf(tables.filter((table) => (table[own] ?? 0) > 0))
        if (span < Math.min(2 * margin, most - 1, said - isOwn))
          reasons.push(`narrow ${parts} ${category} inside ${own}`)
      }
    }
  }
  return reasons
}

/** Every table of whole numbers in which the sums are what they are known to be; null when there are too many. */
const allTables = ({ size, sums }: { size: number; sums: readonly Sum[] }): number[][] | null => {
  const touching = Array.from({ length: size }, (_, unknown) =>
    sums.filter(({ unknowns }) => unknowns.includes(unknown)),
  )
  const found: number[][] = []
  const table: number[] = []
  let steps = 0
  const fill = (unknown: number): boolean => {
    if (++steps > 120_000) return false
    if (unknown === size) {
      found.push([...table])
      return true
    }
    for (let value = 0; ; value++) {
      table[unknown] = value
      let [isAbove, isBelow] = [false, false]
      for (const { unknowns, low, high } of touching[unknown] ?? []) {
        const sum = add(unknowns.map((other) => (other <= unknown ? (table[other] ?? 0) : 0)))
        if (sum > high) isAbove = true
        else if (sum < low && unknowns.every((other) => other <= unknown)) isBelow = true
      }
      if (isAbove) break
      if (!isBelow && !fill(unknown + 1)) return false
    }
    table.length = unknown
    return true
  }
  return fill(0) ? found : null
}
