import { publishTree } from '../../tree.ts'
import { figuresOf, isFigure, type System } from '../input/system.ts'

/** What is hidden or shown together: a whole group, or one figure of it. A piece has the number of its first figure. */
export type Pieces = {
  readonly of: (figure: number) => number
  readonly figuresOf: (piece: number) => readonly number[]
  readonly set: (shown: Uint8Array, piece: number, to: 0 | 1) => void
  /** What hiding it loses. */
  readonly costOf: (piece: number) => number
  readonly peopleIn: (piece: number) => number
}

export const piecesOf = (system: System): Pieces => {
  const groupOf = (piece: number) => system.groups[Math.floor(piece / figuresOf(system))]
  const together = (piece: number): number[] =>
    system.rule.hide === 'cells'
      ? [piece]
      : Array.from({ length: figuresOf(system) }, (_, c) => piece + c).filter((figure) =>
          isFigure(system, figure),
        )
  return {
    of: (figure) => (system.rule.hide === 'cells' ? figure : figure - (figure % figuresOf(system))),
    figuresOf: together,
    set: (shown, piece, to) => {
      for (const figure of together(piece)) shown[figure] = to
    },
    costOf: (piece) => groupOf(piece)?.weight ?? 1,
    peopleIn: (piece) => groupOf(piece)?.n ?? 0,
  }
}

/** Everything that may be shown by itself; of a tree, what the exact rule chooses, which nothing is better than. */
export const firstChoice = (system: System): { shown: Uint8Array; isBest: boolean } => {
  const shown = new Uint8Array(system.groups.length * figuresOf(system))
  const inTree = treeChoice(system)
  system.groups.forEach(({ why }, group) => {
    if (why !== null || (inTree && !inTree.has(String(group)))) return
    for (let c = 0; c <= system.categories; c++) {
      const figure = group * figuresOf(system) + c
      if (isFigure(system, figure)) shown[figure] = 1
    }
  })
  return { shown, isBest: inTree !== null }
}

/** Where all groups nest or are apart they form a tree, for which the exact rule makes the best choice. */
const treeChoice = (system: System): Set<string> | null => {
  if (system.rule.hide !== 'groups' || system.groups.some(({ roundings }) => !roundings.includes(1)))
    return null
  const top = new Int32Array(system.parts).fill(-1)
  const parents = new Int32Array(system.groups.length).fill(-1)
  const own = system.groups.map(({ counts }) => [...counts])
  const bySize = system.groups
    .map((_, group) => group)
    .sort((a, b) => (system.groups[a]?.members.length ?? 0) - (system.groups[b]?.members.length ?? 0))
  const inside = new Map<number, number>()
  for (const group of bySize) {
    inside.clear()
    for (const part of system.groups[group]?.members ?? []) {
      const below = top[part] ?? -1
      if (below >= 0) inside.set(below, (inside.get(below) ?? 0) + 1)
      top[part] = group
    }
    for (const [below, count] of inside) {
      if (count < (system.groups[below]?.members.length ?? 0)) return null
      parents[below] = group
      system.groups[below]?.counts.forEach((value, c) => {
        const mine = own[group]
        if (mine) mine[c] = (mine[c] ?? 0) - value
      })
    }
  }
  return publishTree({
    nodes: system.groups.map((_, group) => ({
      id: String(group),
      parent: (parents[group] ?? -1) < 0 ? null : String(parents[group]),
      own: own[group] ?? [],
    })),
    k: system.rule.k,
    homogeneity: system.rule.dissenters !== null,
    weight: (id) => system.groups[Number(id)]?.weight ?? 1,
  })
}
