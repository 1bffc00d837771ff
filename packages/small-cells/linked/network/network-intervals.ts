import type { Equation } from '../derive/equations.ts'
import type { Interval } from '../derive/interval.ts'
import type { Change } from '../derive/proof.ts'
import { type FlowEnd, flowsIn } from './ends-of-flow.ts'
import { networkOf, type Sum } from './network.ts'

type Question = {
  readonly unknowns: Int32Array
  readonly isEnough: (low: number, high: number) => boolean
  readonly floor?: number | undefined
  /** Stops as soon as enough was seen. */
  readonly isQuick: boolean
}

/**
 * Intervals by flows, where all that is known makes a network: a tree of teams with their answers does, and so do two
 * trees across each other. Null where it does not, and for what is asked beyond: then linear programmes are asked.
 */
export const networkIntervals = (given: {
  equations: readonly Equation[]
  /** Sums that will be asked about. */
  asked: readonly { readonly unknowns: Int32Array; readonly kind: number }[]
  kindOf: (equation: Equation) => number
  reference: Int32Array
  ceiling: number
  /** Whether a table agrees with everything; told of it when it does. */
  prove: (change: Change) => boolean
}): ((question: Question) => Interval | null) | null => {
  const { equations, asked, kindOf, reference, ceiling, prove } = given
  const known = equations.map((equation, number): Sum => ({ ...equation, number, kind: kindOf(equation) }))
  const open = asked.map((one): Sum => ({ ...one, low: 0, high: Number.POSITIVE_INFINITY, number: -1 }))
  const network =
    networkOf({ sums: [...known, ...open], reference, ceiling }) ??
    networkOf({ sums: known, reference, ceiling })
  if (!network) return null
  const flows = flowsIn(network)
  const size = reference.length
  return ({ unknowns, isEnough, floor, isQuick }) => {
    const arc = network.arcOf(unknowns)
    if (arc < 0) return null
    const value = network.flow[arc] ?? 0
    const itself = floor === undefined || (reference[floor] ?? 0) >= 1
    const least = flows.end({
      ...{ arc, sense: 'least', size, floor },
      ...(isQuick && itself ? { isEnough: (low: number) => isEnough(low, value) } : {}),
    })
    if (!least || !prove(least.change)) return null
    const most = flows.end({
      ...{ arc, sense: 'most', size, floor },
      ...(isQuick ? { isEnough: (high: number) => isEnough(least.value, high) } : {}),
    })
    if (!most || !prove(most.change)) return null
    const behind = ({ cut }: FlowEnd) =>
      flows.behind({ arc, cut }).flatMap((number) => equations[number]?.from ?? [])
    return {
      low: Math.max(0, least.bound),
      high: most.bound,
      seenLow: least.value,
      seenHigh: most.value,
      from: () => [...new Set([...behind(least), ...behind(most)])],
      trouble: null,
    }
  }
}
