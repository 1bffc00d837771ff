import { cleanText, exactKey } from '../cells/text.ts'
import type { ExistingUnit } from '../plan.ts'
import type { CheckedRow } from './check-rows.ts'
import type { Findings } from './findings.ts'
import { type Likeness, likenessOf, slipDistance } from './likeness.ts'

/**
 * How many pairs of names are compared in one planning at most. Where more teams stand directly under one than that
 * allows, no closest name is looked for there: a list made to be slow gets no help, and no more than seconds.
 */
const mostPairs = 1_500_000
const mostSiblings = 500

type Node = { name: string; isHere: boolean; lines: number[]; children: Map<string, Node>; place: string[] }
type Sibling = {
  key: string
  name: string
  isHere: boolean
  lines: number[]
  nodes: Node[]
  likeness: Likeness
}

const newNode = (name: string): Node => ({ name, isHere: false, lines: [], children: new Map(), place: [] })

/** Goes down `path`, making what is not there yet; the first spelling met gives the name. */
function descend({
  root,
  path,
  visit,
}: {
  root: Node
  path: readonly string[]
  visit: (node: Node) => void
}): Node {
  let node = root
  for (const name of path) {
    const key = exactKey(cleanText(name))
    const child = node.children.get(key) ?? newNode(name)
    node.children.set(key, child)
    visit(child)
    node = child
  }
  return node
}

function sizeOf(node: Node): number {
  let size = 1
  for (const child of node.children.values()) size += sizeOf(child)
  return size
}

/** More rows first, then the alphabet: of two names that may be one, the commoner is taken to be right. */
const outranks = (a: Sibling, b: Sibling): boolean =>
  a.lines.length !== b.lines.length ? a.lines.length > b.lines.length : a.key < b.key

/**
 * The name that `sibling` may be a slip for. Every name here or in the list is looked at, also those that the import
 * will make, so that the same list gives the same answer before and after it was imported.
 */
function closestTo({ sibling, siblings }: { sibling: Sibling; siblings: Sibling[] }): Sibling | null {
  let best: { other: Sibling; distance: number } | null = null
  for (const other of siblings) {
    if (other === sibling) continue
    const distance = slipDistance(sibling.likeness, other.likeness)
    if (distance === null) continue
    const more = other.lines.length - (best?.other.lines.length ?? -1)
    if (
      !best ||
      more > 0 ||
      (more === 0 && (distance < best.distance || (distance === best.distance && other.key < best.other.key)))
    )
      best = { other, distance }
  }
  return best && (best.other.isHere || outranks(best.other, sibling)) ? best.other : null
}

function mergeChildren(group: readonly Node[]): Sibling[] {
  const merged = new Map<string, Sibling>()
  for (const { children } of group)
    for (const [key, node] of children) {
      const known = merged.get(key)
      if (known) {
        if (node.isHere && !known.isHere) known.name = node.name
        known.isHere ||= node.isHere
        known.nodes.push(node)
      } else {
        const { name, isHere, lines } = node
        merged.set(key, { key, name, isHere, lines, nodes: [node], likeness: likenessOf(name) })
      }
    }
  const siblings = [...merged.values()]
  for (const sibling of siblings)
    if (sibling.nodes.length > 1)
      sibling.lines = sibling.nodes.flatMap(({ lines }) => lines).sort((a, b) => a - b)
  return siblings
}

/** Settles the children of `group`, which are one team at `place`: each stands for itself or for its closest. */
function settle({
  group,
  place,
  limit,
  findings,
}: {
  group: readonly Node[]
  place: string[]
  limit: number
  findings: Findings
}): void {
  for (const node of group) node.place = place
  const siblings = mergeChildren(group)
  const meant = new Map<Sibling, Sibling>()
  for (const sibling of siblings) {
    const [line] = sibling.lines
    if (sibling.isHere || line === undefined || siblings.length > limit) continue
    const closest = closestTo({ sibling, siblings })
    if (!closest) continue
    const chosen = findings.ask({
      code: 'unit-close',
      id: `unit-${line}-${place.length + 1}`,
      lines: sibling.lines,
      column: 'unit',
      value: [...place, sibling.name].join(' > '),
      suggestion: [...place, closest.name],
      options: [
        { id: 'use', unitPath: [...place, closest.name] },
        { id: 'make-new', unitPath: [...place, sibling.name] },
      ],
    })
    if (chosen === 'use') meant.set(sibling, closest)
  }
  const groups = new Map<Sibling, Node[]>()
  for (const sibling of siblings) {
    let target = sibling
    for (let next = meant.get(target); next; next = meant.get(target)) target = next
    const nodes = groups.get(target) ?? []
    for (const node of sibling.nodes) nodes.push(node)
    groups.set(target, nodes)
  }
  for (const [target, nodes] of groups)
    settle({ group: nodes, place: [...place, target.name], limit, findings })
}

/** The team of each row, by line: as it is spelt here, or as the list first spells it where it is new. */
export function placeInUnits({
  rows,
  units,
  findings,
}: {
  rows: readonly CheckedRow[]
  units: readonly ExistingUnit[]
  findings: Findings
}): Map<number, string[]> {
  const root = newNode('')
  for (const { path } of units)
    descend({
      root,
      path,
      visit: (node) => {
        node.isHere = true
      },
    })
  const ends = rows.map((row) => ({
    line: row.line,
    node: descend({ root, path: row.path, visit: (node) => node.lines.push(row.line) }),
  }))
  const limit = Math.min(mostSiblings, Math.floor(mostPairs / sizeOf(root)))
  settle({ group: [root], place: [], limit, findings })
  return new Map(ends.map(({ line, node }) => [line, node.place]))
}
