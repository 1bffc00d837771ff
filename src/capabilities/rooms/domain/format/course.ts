import type { Format, Step } from './format.ts'

/** A step of a format at a turn: turn 0 stands before the first, `turns + 1` after the last. */
export type Place = { turn: number; step: number }

/** How many turns a format has where its largest group has `largest` people. */
export const turnsOf = (format: Format, largest: number): number =>
  format.turns === 'each' ? Math.max(1, largest) : format.turns

const phase = (format: Format, place: Place, turns: number): readonly Step[] => {
  if (place.turn === 0) return format.before
  return place.turn > turns ? format.after : format.turn
}

/** The step at a place; undefined where the place is none. */
export const stepAt = (format: Format, place: Place, turns: number): Step | undefined =>
  phase(format, place, turns)[place.step]

/** Where a format begins; undefined where it has no steps at all. */
export const firstPlace = (format: Format, turns: number): Place | undefined =>
  nextPlace(format, { turn: 0, step: -1 }, turns)

/** The place after this one; undefined after the last. */
export const nextPlace = (format: Format, place: Place, turns: number): Place | undefined => {
  if (place.step + 1 < phase(format, place, turns).length) return { turn: place.turn, step: place.step + 1 }
  for (let turn = place.turn + 1; turn <= turns + 1; turn += 1)
    if (phase(format, { turn, step: 0 }, turns).length > 0) return { turn, step: 0 }
  return undefined
}

/** Length in seconds with so many turns; steps without a length count as none. */
export const secondsOf = (format: Format, turns: number): number => {
  const sum = (steps: readonly Step[]) => steps.reduce((all, { seconds }) => all + (seconds ?? 0), 0)
  return sum(format.before) + turns * sum(format.turn) + sum(format.after)
}
