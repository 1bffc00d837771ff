import type { Sizes } from './request.ts'

/** `people` in `groups` parts that differ by one at most, the larger first. */
export const evenSizes = (given: { people: number; groups: number }): number[] => {
  const { people, groups } = given
  const small = Math.floor(people / groups)
  return Array.from({ length: groups }, (_, at) => small + (at < people % groups ? 1 : 0))
}

/**
 * The sizes of the groups of one round, or null where the rule allows none. Near a preferred size: the number of
 * groups whose even sizes are all within `min` and `max` and whose mean is nearest to the preferred one; of two
 * equally near, the larger groups. By default `min` is half the preferred size, but never one person alone unless
 * that is preferred, and `max` is one and a half times: whoever has enough people for one group gets an answer.
 * Nobody there: no groups.
 */
export const groupSizes = (given: { people: number; sizes: Sizes }): number[] | null => {
  const { people, sizes } = given
  if ('exactly' in sizes)
    return sizes.exactly.reduce((sum, size) => sum + size, 0) === people ? [...sizes.exactly] : null
  if (people === 0) return []
  if ('groups' in sizes) return sizes.groups > people ? null : evenSizes({ people, groups: sizes.groups })
  const { preferred } = sizes
  const min = sizes.min ?? Math.min(preferred, Math.max(2, Math.ceil(preferred / 2)))
  const max = sizes.max ?? Math.max(min, Math.floor(preferred * 1.5))
  let best: number | null = null
  for (let groups = Math.ceil(people / max); groups <= Math.floor(people / min); groups++) {
    const distance = Math.abs(people / groups - preferred)
    if (best === null || distance < Math.abs(people / best - preferred)) best = groups
  }
  return best === null ? null : evenSizes({ people, groups: best })
}
