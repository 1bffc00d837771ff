import { figuresOf, type System } from '../input/system.ts'
import { type Target, targetsIn } from '../judge/targets.ts'
import { cheapestWays } from '../network/cheapest-way.ts'
import { flowsIn } from '../network/ends-of-flow.ts'
import type { Path } from '../network/paths.ts'
import type { Cover } from './cover.ts'
import type { Pieces } from './first-choice.ts'
import { networkOfFigures } from './network-of-figures.ts'

/** What using an arc costs that is hidden anyway: little, so that ways stay short. */
const STEP = 1e-3

type Choice = {
  readonly system: System
  readonly reference: Int32Array
  readonly pieces: Pieces
  readonly first: Uint8Array
  readonly random: () => number
}

/**
 * A cover for figures that are hidden one by one and make a network. For each hidden figure in turn the cheapest way
 * round is hidden along which enough can move forth and back; then whatever turns out not to be needed is shown again.
 * Null where there is no such network.
 */
export const networkCover = (choice: Choice): Cover | null => {
  const { system, reference, pieces, first, random } = choice
  if (system.rule.hide !== 'cells' || system.strays.unknowns.length > 0) return null
  const network = networkOfFigures(choice)
  if (!network) return null
  const size = reference.length
  const shown = first.slice()
  const figuresOn = (arc: number) => network.saying(arc).filter((number) => number >= 0)
  const isClosed = new Uint8Array(network.tail.length)
  const arcOf = new Int32Array(shown.length).fill(-1)
  for (let arc = 0; arc < isClosed.length; arc++) for (const figure of figuresOn(arc)) arcOf[figure] = arc
  const prices = new Float64Array(isClosed.length)
  const worth = new Float64Array(isClosed.length)
  const noise = Float64Array.from(prices, () => 1 + 0.05 * random())
  for (let arc = 0; arc < isClosed.length; arc++)
    for (const figure of figuresOn(arc)) {
      if (!first[figure]) continue
      isClosed[arc] = 1
      worth[arc] = (worth[arc] ?? 0) + pieces.costOf(pieces.of(figure))
    }
  const mayClose = isClosed.slice()
  const flows = flowsIn(network, isClosed)
  const ways = cheapestWays(network)

  const targets = new Map<number, Target>()
  for (const target of targetsIn({ system, reference, shown: new Uint8Array(shown.length), sets: [] }))
    if (target.group !== null && target.need.outside > 0)
      targets.set(target.group * figuresOf(system) + target.category, target)

  /** The arcs that a figure's uncertainty rests on, and for each arc the figures that rest on it. */
  const proofs = new Map<number, readonly number[]>()
  const resting: (Set<number> | undefined)[] = []
  let undo: (() => void)[] = []
  const setProof = (figure: number, arcs: readonly number[] | undefined) => {
    const before = proofs.get(figure)
    for (const arc of before ?? []) resting[arc]?.delete(figure)
    for (const arc of arcs ?? []) {
      const own = resting[arc]
      if (own) own.add(figure)
      else resting[arc] = new Set([figure])
    }
    if (arcs) proofs.set(figure, arcs)
    else proofs.delete(figure)
    return before
  }
  const prove = (figure: number, arcs: readonly number[] | undefined) => {
    const before = setProof(figure, arcs)
    undo.push(() => setProof(figure, before))
  }
  let spent = 0
  const setClosed = (arc: number, to: 0 | 1) => {
    isClosed[arc] = to
    for (const figure of figuresOn(arc)) if (first[figure]) shown[figure] = to
    spent += to ? -(worth[arc] ?? 0) : (worth[arc] ?? 0)
  }
  const close = (arc: number, to: 0 | 1) => {
    setClosed(arc, to)
    undo.push(() => setClosed(arc, to ? 0 : 1))
  }

  /** How far down one has to be able to go where one can go so far up; somebody inside knows that it is one at least. */
  const downFor = ({ value, need, category }: Target, up: number): number => {
    const spare = system.ownAnswer && value > 0 ? value - 1 : value
    const inside = system.ownAnswer ? need.inside(category) - up : 0
    const outside = need.outside - up
    const least = Math.max(0, outside, inside)
    return outside <= value && inside <= spare ? least : Number.POSITIVE_INFINITY
  }
  const widthNeeded = ({ need, category }: Target) =>
    Math.max(need.outside, system.ownAnswer ? need.inside(category) : 0)

  /** Whether what is hidden now makes a figure uncertain enough, and then by which arcs. */
  const isProved = (figure: number): boolean => {
    const target = targets.get(figure)
    const arc = arcOf[figure] ?? -1
    if (!target || arc < 0) return true
    const now = network.flow[arc] ?? 0
    const most = flows.end({
      ...{ arc, sense: 'most', size },
      isEnough: (value) => value - now >= widthNeeded(target),
    })
    const up = (most?.value ?? now) - now
    const down = downFor(target, up)
    if (down === Number.POSITIVE_INFINITY) return false
    const least =
      down > 0
        ? flows.end({ ...{ arc, sense: 'least', size }, isEnough: (value) => now - value >= down })
        : null
    if (down > 0 && now - (least?.value ?? now) < down) return false
    prove(
      figure,
      [...new Set([...(most?.used ?? []), ...(least?.used ?? [])])].filter((one) => mayClose[one]),
    )
    return true
  }
  const priceOf = (arc: number) => (isClosed[arc] ? (prices[arc] ?? 0) : STEP)
  const open: number[] = []
  /** The arcs that were opened since somebody last tidied up. */
  let opened = new Set<number>()
  const openWay = ({ arcs }: Path) => {
    for (const arc of arcs) {
      if (!isClosed[arc]) continue
      close(arc, 0)
      opened.add(arc)
      for (const figure of figuresOn(arc)) if (targets.has(figure)) open.push(figure)
    }
  }
  /** Hides the cheapest way round on which enough can move, or several ways that do together. */
  const hideFor = (figure: number): boolean => {
    const target = targets.get(figure)
    const arc = arcOf[figure] ?? -1
    if (!target || arc < 0) return true
    const [from, to] = [network.head[arc] ?? 0, network.tail[arc] ?? 0]
    let best: (Path & { cost: number }) | null = null
    for (let up = widthNeeded(target); up >= 0; up--) {
      const down = downFor(target, up)
      if (down === Number.POSITIVE_INFINITY) continue
      const way = ways({
        ...{ from, to, without: arc, forth: up, back: down, priceOf },
        below: best?.cost ?? Number.POSITIVE_INFINITY,
      })
      if (way) best = way
    }
    if (best) {
      openWay(best)
      if (isProved(figure)) return true
    }
    const tried = new Set<number>()
    for (let more = widthNeeded(target); more > 0; more--)
      for (const [start, end] of [
        [from, to],
        [to, from],
      ] as const) {
        const way = ways({
          ...{ from: start, to: end, without: arc, forth: more, back: 0, below: Number.POSITIVE_INFINITY },
          priceOf: (one) => priceOf(one) + (tried.has(one) ? 5 : 0),
        })
        if (!way) continue
        openWay(way)
        for (const one of way.arcs) tried.add(one)
        if (isProved(figure)) return true
      }
    return false
  }
  const hopeless = new Set<number>()
  /** Proves what is open, unless that comes dearer than `most`. */
  const settle = (most: number) => {
    for (let figure = open.pop(); figure !== undefined; figure = open.pop()) {
      if (spent > most) {
        open.length = 0
        return
      }
      if (isClosed[arcOf[figure] ?? 0] || proofs.has(figure) || hopeless.has(figure)) continue
      if (!isProved(figure) && !hideFor(figure)) hopeless.add(figure)
    }
  }
  /** Shows again what nothing needs, dearest first. */
  const tidy = (arcs: ReadonlySet<number>) => {
    const order = [...arcs].filter((arc) => mayClose[arc] && !isClosed[arc])
    order.sort((a, b) => (worth[b] ?? 0) * (noise[b] ?? 1) - (worth[a] ?? 0) * (noise[a] ?? 1))
    for (const arc of order) {
      const at = undo.length
      close(arc, 1)
      for (const figure of figuresOn(arc)) prove(figure, undefined)
      const isNeeded = [...(resting[arc] ?? [])].some(
        (figure) => !isClosed[arcOf[figure] ?? 0] && !hopeless.has(figure) && !isProved(figure),
      )
      if (isNeeded) rollBack(at)
    }
  }
  const rollBack = (length: number) => {
    while (undo.length > length) undo.pop()?.()
  }
  const hiddenArcs = () => {
    const found: number[] = []
    for (let arc = 0; arc < isClosed.length; arc++) if (mayClose[arc] && !isClosed[arc]) found.push(arc)
    return found
  }
  const price = () => {
    for (let arc = 0; arc < prices.length; arc++) prices[arc] = (worth[arc] ?? 0) * (noise[arc] ?? 1) + STEP
  }
  return {
    shown,
    cost: () => spent,
    extra: () => hiddenArcs().flatMap((arc) => figuresOn(arc).slice(0, 1)),
    complete: () => {
      price()
      for (const figure of [...targets.keys()].reverse()) open.push(figure)
      settle(Number.POSITIVE_INFINITY)
      tidy(opened)
      opened = new Set()
      undo = []
    },
    hide: (piece) => {
      for (const figure of pieces.figuresOf(piece)) {
        const arc = arcOf[figure] ?? -1
        if (arc < 0) continue
        if (isClosed[arc]) close(arc, 0)
        mayClose[arc] = 0
      }
      hopeless.clear()
    },
    tryWithout: (piece) => {
      const arc = arcOf[piece] ?? -1
      if (arc < 0 || isClosed[arc]) return false
      const before = spent
      undo = []
      for (let at = 0; at < noise.length; at++) noise[at] = 1 + 0.05 * random()
      price()
      prices[arc] = 20 * (worth[arc] ?? 0)
      const near = new Set([...(resting[arc] ?? [])].flatMap((figure) => proofs.get(figure) ?? []))
      const others = [...near].filter((one) => one !== arc && mayClose[one] && !isClosed[one])
      const gone = [arc]
      for (let more = Math.floor(random() * 5); more > 0 && others.length > 0; more--)
        gone.push(...others.splice(Math.floor(random() * others.length), 1))
      const dependent = new Set(gone.flatMap((one) => [...(resting[one] ?? [])]))
      for (const one of gone) {
        close(one, 1)
        for (const figure of figuresOn(one)) prove(figure, undefined)
      }
      for (const figure of dependent) {
        prove(figure, undefined)
        open.push(figure)
      }
      opened = near
      const most = before + 2 * (worth[arc] ?? 0)
      settle(most)
      if (spent <= most) tidy(opened)
      opened = new Set()
      // Another choice of the same worth is kept too: it may lead on.
      if (spent > before + 1e-9) rollBack(0)
      return spent < before - 1e-9
    },
    dispose: () => {},
  }
}
