import type { GroupSizes } from '../format/format.ts'

type Sizes = Exclude<GroupSizes, 'everyone'>

/** Whether so many people can be parted into groups of these sizes. Five cannot into threes and fours. */
export const canPart = (people: number, { least, most }: Sizes): boolean => {
  const fewest = Math.ceil(people / most)
  return people >= least && fewest * least <= people
}

/** How large each group is, as even as can be and near the size that the format likes best. */
export const sizesOnPaper = (people: number, sizes: Sizes): number[] => {
  const { least, ideal, most } = sizes
  if (people < 1) return [ideal]
  const fewest = Math.max(1, Math.ceil(people / most))
  const largest = Math.max(fewest, Math.floor(people / least))
  const groups = Math.min(largest, Math.max(fewest, Math.round(people / ideal)))
  return Array.from({ length: groups }, (_, at) => Math.floor((people + groups - 1 - at) / groups))
}

/**
 * Groups by a rule that fits on paper, for when there is no network: people by their numbers from 0, and in each round
 * everybody moves on by her row. Rows of groups are parted wholly as long as there are as many groups as rounds; the
 * room itself deals better.
 */
export const groupsOnPaper = (on: { people: number; sizes: Sizes; round: number }): number[][] => {
  const groups: number[][] = sizesOnPaper(on.people, on.sizes).map(() => [])
  const count = groups.length
  for (let person = 0; person < on.people; person += 1) {
    const row = Math.floor(person / count)
    groups[(person + row * on.round) % count]?.push(person)
  }
  return groups
}
