import type { Solver } from '../derive/solver.ts'
import { figuresOf, type System } from '../input/system.ts'
import { knownSets } from '../judge/needs.ts'
import { type Target, targetsIn } from '../judge/targets.ts'
import { type Deviation, deviationsIn, EVERYTHING } from './deviations.ts'
import type { Pieces } from './first-choice.ts'

/**
 * A choice with its grounds: other tables that make every hidden figure uncertain, each of which needs some pieces to be
 * hidden. What no table needs, and may be shown by itself, is shown.
 */
export type Cover = {
  readonly shown: Uint8Array
  /** What is hidden beyond what must be, by its worth. */
  readonly cost: () => number
  /** Pieces that are hidden for the sake of others. */
  readonly extra: () => readonly number[]
  /** Finds tables for every hidden figure that has too few. */
  readonly complete: () => void
  /** Hides a piece for good. */
  readonly hide: (piece: number) => void
  /** Does without a piece as far as possible; keeps the new choice when it loses less, else leaves all as it was. */
  readonly tryWithout: (piece: number) => boolean
  readonly dispose: () => void
}

/** The groups around one, smallest first. */
const groupsAround = (system: System) => {
  const holding: number[][] = Array.from({ length: system.parts }, () => [])
  const sizeOf = (group: number) => system.groups[group]?.members.length ?? 0
  const order = system.groups.map((_, group) => group).sort((a, b) => sizeOf(a) - sizeOf(b))
  for (const group of order)
    for (const part of system.groups[group]?.members ?? []) holding[part]?.push(group)
  const known = new Map<number, readonly number[]>()
  return (group: number): readonly number[] => {
    const old = known.get(group)
    if (old) return old
    const own = system.groups[group]?.members ?? new Int32Array()
    const around = (holding[own[0] ?? -1] ?? []).filter((other) => {
      if (sizeOf(other) <= own.length) return false
      const members = new Set(system.groups[other]?.members)
      return own.every((part) => members.has(part))
    })
    known.set(group, around)
    return around
  }
}

export const coverOf = (given: {
  system: System
  reference: Int32Array
  solver: Solver
  pieces: Pieces
  first: Uint8Array
  random: () => number
}): Cover => {
  const { system, reference, solver, pieces, first, random } = given
  const each = figuresOf(system)
  const may = first.slice()
  let shown = first.slice()
  let grounds: Deviation[] = []
  const above = new Float64Array(shown.length)
  const beneath = new Float64Array(shown.length)
  const noise = Float64Array.from(shown, () => 1 + 0.05 * random())
  const costs = new Float64Array(shown.length)
  const dear = new Map<number, number>()
  const deviations = deviationsIn({ system, reference, solver, costs })
  const around = groupsAround(system)

  const hideFor = (figure: number) => {
    const piece = pieces.of(figure)
    pieces.set(shown, piece, 0)
    for (const one of pieces.figuresOf(piece)) costs[one] = 0
  }
  const take = (ground: Deviation) => {
    grounds.push(ground)
    for (const [figure, change] of ground.figures) {
      if (change > (above[figure] ?? 0)) above[figure] = change
      if (-change > (beneath[figure] ?? 0)) beneath[figure] = -change
      if (shown[figure]) hideFor(figure)
    }
  }
  const restart = (kept: readonly Deviation[]) => {
    shown = may.slice()
    grounds = []
    above.fill(0)
    beneath.fill(0)
    for (let figure = 0; figure < shown.length; figure++) {
      const piece = pieces.of(figure)
      costs[figure] = shown[figure] ? pieces.costOf(piece) * (noise[figure] ?? 1) * (dear.get(piece) ?? 1) : 0
    }
    for (const ground of kept) take(ground)
  }
  restart([])

  const isShownWhole = (group: number) => {
    for (
      let figure = group * each;
      figure < group * each + Math.max(1, each - (each === 2 ? 1 : 0));
      figure++
    )
      if (!shown[figure]) return false
    return true
  }
  const cheapest = (figure: number, ways: readonly number[]): Deviation | null => {
    const frames = around(Math.floor(figure / each)).filter(isShownWhole)
    for (const frame of [...frames, EVERYTHING]) {
      let best: Deviation | null = null
      for (const by of ways) {
        const found = deviations.cheapest({ frame, figure, by })
        if (found && (!best || found.cost < best.cost - 1e-9)) best = found
        if (best && best.cost < 1e-9) break
      }
      if (best) return best
    }
    return null
  }
  const hopeless = new Set<number>()
  const wants = (target: Target): readonly number[] => {
    const { group, category, need, value } = target
    if (group === null || need.outside === 0) return []
    const figure = group * each + category
    if (hopeless.has(figure)) return []
    const up = above[figure] ?? 0
    const down = Math.min(value, beneath[figure] ?? 0)
    const isOpen = up + down < need.outside - 1e-6
    // Somebody inside knows that it is one at least.
    const spare = system.ownAnswer && value > 0 ? value - 1 : value
    const inside = system.ownAnswer ? need.inside(category) : 0
    const isOpenInside = up + Math.min(spare, down) < inside - 1e-6
    if (!isOpen && !isOpenInside) return []
    const needed = Math.max(
      isOpen ? need.outside - down : 0,
      isOpenInside ? inside - Math.min(spare, down) : 0,
    )
    const fallen = Math.max(isOpen ? need.outside - up : 0, isOpenInside ? inside - up : 0)
    return fallen <= (isOpenInside ? spare : value) ? [needed, -fallen] : [needed]
  }
  const targets = (): Target[] => {
    const known = knownSets({ system, shown })
    return targetsIn({ system, reference, shown, sets: [...known.shown, ...known.remainders] })
  }
  const complete = () => {
    for (let isDone = false; !isDone; ) {
      isDone = true
      for (const target of targets()) {
        const ways = wants(target)
        if (ways.length === 0) continue
        isDone = false
        const figure = (target.group ?? 0) * each + target.category
        const found = cheapest(figure, ways)
        if (found) take(found)
        else hopeless.add(figure)
      }
    }
  }
  const extra = () => {
    const found = new Set<number>()
    shown.forEach((is, figure) => {
      if (!is && may[figure]) found.add(pieces.of(figure))
    })
    return [...found]
  }
  const cost = () =>
    extra().reduce((sum, piece) => sum + pieces.costOf(piece) * pieces.figuresOf(piece).length, 0)
  const tryWithout = (piece: number): boolean => {
    const before = { grounds, cost: cost() }
    const own = pieces.figuresOf(piece)
    dear.set(piece, 20)
    hopeless.clear()
    restart(grounds.filter(({ figures }) => !own.some((figure) => figures.has(figure))))
    complete()
    dear.delete(piece)
    if (cost() < before.cost - 1e-9) return true
    restart(before.grounds)
    return false
  }
  return {
    get shown() {
      return shown
    },
    cost,
    extra,
    complete,
    hide: (piece) => {
      pieces.set(may, piece, 0)
      hideFor(piece)
    },
    tryWithout,
    dispose: deviations.dispose,
  }
}
