import { secondsOf, turnsOf } from '../format/course.ts'
import { type Format, stepsOf } from '../format/format.ts'
import { sizesOnPaper } from './groups-on-paper.ts'
import type { Block, Plan } from './plan.ts'

/** How many turns a format has with so many people in the room. */
export const turnsWithPeople = (format: Format, people: number): number => {
  if (format.groups === 'everyone') return turnsOf(format, 1)
  return turnsOf(format, Math.max(...sizesOnPaper(people, format.groups)))
}

/** The length of a part in seconds with so many people. Steps without a length count as none. */
export const secondsOfPart = ({ format }: Pick<Block, 'format'>, people: number): number =>
  secondsOf(format, turnsWithPeople(format, people))

/** The length of a whole session, and whether some step goes on until the host does. */
export const lengthOf = (plan: Plan, people: number): { seconds: number; isOpenEnded: boolean } => ({
  seconds: plan.blocks.reduce((all, block) => all + secondsOfPart(block, people), 0),
  isOpenEnded: plan.blocks.some(({ format }) => stepsOf(format).some(({ seconds }) => seconds === null)),
})
