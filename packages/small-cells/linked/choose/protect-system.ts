import { publishTree } from '../../tree.ts'
import { auditSystem } from '../derive/audit-system.ts'
import type { Solver } from '../derive/solver.ts'
import { figuresOf, isFigure, type System } from '../input/system.ts'
import { seeded } from './seeded.ts'

/** What is hidden or shown together: a whole group, or one figure of it. */
export const figuresTogether = ({ system, figure }: { system: System; figure: number }): number[] => {
  if (system.rule.hide === 'cells') return [figure]
  const first = figure - (figure % figuresOf(system))
  return Array.from({ length: figuresOf(system) }, (_, c) => first + c).filter((f) => isFigure(system, f))
}

const pieceOf = (system: System, figure: number) =>
  system.rule.hide === 'cells' ? figure : figure - (figure % figuresOf(system))

/** Everything that may be shown by itself. */
const firstChoice = (system: System): Uint8Array => {
  const shown = new Uint8Array(system.groups.length * figuresOf(system))
  const inTree = treeChoice(system)
  system.groups.forEach(({ why }, group) => {
    if (why !== null || (inTree && !inTree.has(String(group)))) return
    for (let c = 0; c <= system.categories; c++) {
      const figure = group * figuresOf(system) + c
      if (isFigure(system, figure)) shown[figure] = 1
    }
  })
  return shown
}

/** Where all groups nest or are apart they form a tree, for which the exact rule makes the best choice. */
const treeChoice = (system: System): Set<string> | null => {
  if (system.rule.hide !== 'groups' || system.groups.some(({ roundedTo }) => roundedTo > 1)) return null
  const top = new Int32Array(system.parts).fill(-1)
  const parents = new Int32Array(system.groups.length).fill(-1)
  const own = system.groups.map(({ counts }) => [...counts])
  const bySize = system.groups
    .map((_, group) => group)
    .sort((a, b) => (system.groups[a]?.members.length ?? 0) - (system.groups[b]?.members.length ?? 0))
  const inside = new Map<number, number>()
  for (const group of bySize) {
    const members = system.groups[group]?.members ?? new Int32Array()
    inside.clear()
    for (const part of members) {
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

type Problem = readonly number[]

/** What has to be hidden because of an audit: for each finding one of the figures that it rests on. */
const problemsIn = (given: {
  system: System
  reference: Int32Array
  shown: Uint8Array
  solver: Solver
}): Problem[] | null => {
  const { system, shown } = given
  const { bare, audited } = auditSystem(given)
  const problems: Problem[] = []
  const reasons = [
    ...bare.map(({ of, from }) => (of === 'shown' ? from.slice(0, 1) : from)),
    ...audited.filter(({ is }) => is !== 'wide').map(({ from }) => from),
  ]
  for (const from of reasons) {
    const pieces = [
      ...new Set(from.filter((figure) => figure >= 0 && shown[figure]).map((f) => pieceOf(system, f))),
    ]
    if (pieces.length === 0) return null
    problems.push(pieces)
  }
  return problems
}

/** Hides until an audit finds nothing; then shows again what the audit allows. */
export const protectSystem = (given: {
  system: System
  reference: Int32Array
  solver: Solver
}): Uint8Array => {
  const { system, reference, solver } = given
  const shown = firstChoice(system)
  const random = seeded(system.rule.seed)
  const tie = Float64Array.from(shown, () => random())
  const costOf = (piece: number) => {
    const group = system.groups[Math.floor(piece / figuresOf(system))]
    return (group?.weight ?? 1) * figuresTogether({ system, figure: piece }).length
  }
  const peopleIn = (piece: number) => system.groups[Math.floor(piece / figuresOf(system))]?.n ?? 0
  const set = (piece: number, to: 0 | 1) => {
    for (const figure of figuresTogether({ system, figure: piece })) shown[figure] = to
  }
  const hidden: number[] = []
  for (;;) {
    const problems = problemsIn({ system, reference, shown, solver })
    if (problems === null || problems.length === 0) break
    let open = [...problems]
    while (open.length > 0) {
      const often = new Map<number, number>()
      for (const pieces of open)
        for (const piece of pieces) often.set(piece, (often.get(piece) ?? 0) + 1 / pieces.length)
      let best = -1
      let bestScore = -1
      for (const [piece, times] of often) {
        const score = times / (costOf(piece) + 1e-3) - peopleIn(piece) * 1e-6 + (tie[piece] ?? 0) * 1e-9
        if (score > bestScore) {
          best = piece
          bestScore = score
        }
      }
      set(best, 0)
      hidden.push(best)
      open = open.filter((pieces) => !pieces.includes(best))
    }
  }
  for (const piece of hidden.toSorted((a, b) => peopleIn(b) - peopleIn(a))) {
    set(piece, 1)
    const problems = problemsIn({ system, reference, shown, solver })
    if (problems === null || problems.length > 0) set(piece, 0)
  }
  return shown
}
