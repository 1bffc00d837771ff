import type { BlockKind } from '../plan/plan.ts'
import { FEWEST_ANONYMOUS, type Poll } from '../polls/poll.ts'
import { type Tally, tallyOf } from '../polls/tally.ts'
import type { PollRun, Run } from '../run/state.ts'
import { isForRecord } from '../run/takeaways.ts'

/** What stays of a session. Everything in it was agreed to leave; nothing in it says who said or answered what. */
export type RoomRecord = {
  parts: readonly { title: string; kind: BlockKind }[]
  takeaways: readonly string[]
  /** Messages that their writers gave to the record. */
  given: readonly string[]
  outcomes: readonly { poll: Poll; secrecy: PollRun['secrecy']; tally: Tally }[]
  people: number
}

/** Answers in words are their writers'; a record has figures only. */
const COUNTED: ReadonlySet<Poll['kind']> = new Set(['single', 'several', 'scale', 'ranking'])

/** `words` gives what was written, by the number of its event; words that are gone are in no record. */
export const recordOf = (run: Run, words: (number: number) => string | undefined): RoomRecord => {
  const wordsOf = (numbers: readonly number[]) => numbers.map(words).filter((text) => text !== undefined)
  return {
    parts: run.plan.blocks
      .slice(0, run.at ? run.at.block + 1 : 0)
      .map(({ title, kind }) => ({ title, kind })),
    takeaways: wordsOf(takeawaysFor(run)),
    given: wordsOf(givenIn(run)),
    outcomes: [...run.polls.values()].flatMap(outcomeOf),
    people: [...run.seats.values()].filter(({ takesPart }) => takesPart).length,
  }
}

/** Asked to hear whether people learnt what it was for, shown to the room, and answered by five at least. */
const outcomeOf = ({ poll, secrecy, isShown, choices, tally }: PollRun): RoomRecord['outcomes'] => {
  if (!poll.isOutcome || !isShown || !COUNTED.has(poll.kind)) return []
  const counted = secrecy === 'anonymous' ? tally : tallyOf(poll, choices.values())
  if (!counted || counted.answered < FEWEST_ANONYMOUS) return []
  return [{ poll, secrecy, tally: counted }]
}

/** The numbers of all words that a record needs; no others are read for it. */
export const wordsForRecord = (run: Run): number[] => [...takeawaysFor(run), ...givenIn(run)]

const takeawaysFor = (run: Run) =>
  [...run.takeaways].flatMap(([number, one]) => (isForRecord(one) ? [number] : []))

const givenIn = (run: Run) =>
  [...run.said].flatMap(([number, { isGiven, isRemoved }]) => (isGiven && !isRemoved ? [number] : []))
