/**
 * What the optimiser remembers of a set of people: how many they are, counted no further than k, and whether
 * they all gave one answer. Written as one number so that tables stay small: 0 is nobody; otherwise size and
 * answer, where the answer after the last one means "mixed". With homogeneity switched off all sets are mixed.
 */
export type OpenPeople = {
  /** How many different states there are. */
  readonly states: number
  /** At least k people who did not all answer alike. */
  readonly safe: number
  readonly of: (counts: readonly number[]) => number
  readonly join: (a: number, b: number) => number
  readonly isSafe: (state: number) => boolean
  readonly sizeOf: (state: number) => number
  /** The one category all of them chose, or `mixed`. */
  readonly answerOf: (state: number) => number
  readonly mixed: number
}

export const NOBODY = 0

export const openPeople = (given: { k: number; homogeneity: boolean; width: number }): OpenPeople => {
  const { k, homogeneity } = given
  const mixed = homogeneity ? given.width : 0
  const span = mixed + 1
  const states = 1 + k * span
  const safe = states - 1
  const encode = (size: number, answer: number) => 1 + (Math.min(size, k) - 1) * span + answer
  const sizeOf = (state: number) => (state === NOBODY ? 0 : Math.floor((state - 1) / span) + 1)
  const answerOf = (state: number) => (state - 1) % span

  const of = (counts: readonly number[]) => {
    let size = 0
    let kinds = 0
    let answer = mixed
    counts.forEach((count, category) => {
      if (count === 0) return
      size += count
      kinds += 1
      answer = category
    })
    return size === 0 ? NOBODY : encode(size, homogeneity && kinds === 1 ? answer : mixed)
  }

  const join = (a: number, b: number) => {
    if (a === NOBODY) return b
    if (b === NOBODY) return a
    const answer = answerOf(a) === answerOf(b) ? answerOf(a) : mixed
    return encode(sizeOf(a) + sizeOf(b), answer)
  }

  return { states, safe, mixed, of, join, sizeOf, answerOf, isSafe: (state) => state === safe }
}
