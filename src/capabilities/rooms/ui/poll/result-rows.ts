import { number } from '#ui/format.ts'
import { along } from '#ui/scale.ts'
import type { Poll } from '../../domain/polls/poll.ts'
import type { Tally } from '../../domain/polls/tally.ts'

type ResultRow = {
  option: string
  /** How many chose it; of a ranking its average place. */
  figure: number
  /** How long its bench is, from 0 to 1. */
  share: number
}

/** One row for each answer, in the order in which they were asked; of a ranking in the order that people made. */
export const resultRows = (poll: Poll, tally: Tally): ResultRow[] => {
  const { answered, counts } = tally
  const options = poll.options.length
  const rows = poll.options.map((option, at): ResultRow => {
    const count = counts[at] ?? 0
    if (answered === 0) return { option, figure: 0, share: 0 }
    if (poll.kind !== 'ranking') return { option, figure: count, share: count / answered }
    const place = count / answered
    return { option, figure: place, share: (options + 1 - place) / options }
  })
  return poll.kind === 'ranking' ? rows.toSorted((one, other) => one.figure - other.figure) : rows
}

/** Where a bench begins and ends, in per cent of its place, in the direction of the language. */
export const benchOf = (on: { share: number; direction: 'ltr' | 'rtl' }) => {
  const { share, direction } = on
  const at = (part: number) => along({ share: part, direction, edges: [0.5, 99.5] })
  const inset = Math.min(0.02, share / 4)
  return { begin: at(0), end: at(share), legs: [at(inset), at(share - inset)] as const }
}

/** A word's size in a cloud, from 1 to 4, beside the one that was given most often. */
export const sizeOf = (times: number, most: number): 1 | 2 | 3 | 4 => {
  if (most <= 1) return 2
  const share = (times - 1) / (most - 1)
  return share > 0.75 ? 4 : share > 0.4 ? 3 : share > 0.1 ? 2 : 1
}

export const averagePlace = (value: number, locale: string): string => number({ value, digits: 1, locale })
