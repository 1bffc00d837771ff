import { nextPlace, stepAt } from '../format/course.ts'
import { dutiesOf, type Format, type Step, turnPart } from '../format/format.ts'
import { groupsOnPaper } from './groups-on-paper.ts'
import type { Block, Plan } from './plan.ts'
import { turnsWithPeople } from './plan-time.ts'

/** A step on paper: when it begins, in seconds from the beginning of the session. */
export type SheetStep = { step: Step; turn: number | undefined; begins: number }

/** Who is what in a turn, by place on the bench from 0: the same in each group. */
export type SheetTurn = { turn: number; taker: number | undefined; duties: { role: string; place: number }[] }

export type SheetPart = {
  block: Block
  begins: number
  turns: number
  steps: SheetStep[]
  /** Roles go round; empty where there are none. */
  rotation: SheetTurn[]
  /** Groups by number, people by theirs from 1; more than one round where people meet others each turn. */
  rounds: number[][][]
}

/** A whole session on paper, for so many people, in case the network dies. */
export const sheetOf = (plan: Plan, on: { people: number }): { parts: SheetPart[]; seconds: number } => {
  let clock = 0
  let round = 0
  const parts = plan.blocks.map((block): SheetPart => {
    const begins = clock
    const turns = turnsWithPeople(block.format, on.people)
    const steps = stepsInOrder(block.format, turns).map(({ step, turn }): SheetStep => {
      const at = clock
      clock += step.seconds ?? 0
      return { step, turn, begins: at }
    })
    const rounds = roundsOf(block, { ...on, turns, from: round })
    round += rounds.length
    return { block, begins, turns, steps, rotation: rotationOf(block.format, { ...on, turns }), rounds }
  })
  return { parts, seconds: clock }
}

const stepsInOrder = (format: Format, turns: number) => {
  const steps: { step: Step; turn: number | undefined }[] = []
  let place = nextPlace(format, { turn: 0, step: -1 }, turns)
  while (place) {
    const step = stepAt(format, place, turns)
    const isTurn = place.turn >= 1 && place.turn <= turns && turns > 1
    if (step) steps.push({ step, turn: isTurn ? place.turn : undefined })
    place = nextPlace(format, place, turns)
  }
  return steps
}

const roundsOf = (block: Block, on: { people: number; turns: number; from: number }): number[][][] => {
  const { groups, regroups } = block.format
  if (groups === 'everyone') return []
  const rounds = regroups === 'each-turn' ? on.turns : 1
  const from = block.spread === 'together' ? Math.max(0, on.from - 1) : on.from
  return Array.from({ length: rounds }, (_, at) =>
    groupsOnPaper({ people: on.people, sizes: groups, round: from + at }).map((group) =>
      group.map((person) => person + 1),
    ),
  )
}

/** The turn goes along the bench; duties to those who sit after her, so that each comes round. */
const rotationOf = (format: Format, on: { people: number; turns: number }): SheetTurn[] => {
  const duties = dutiesOf(format)
  const hasTaker = turnPart(format) !== undefined
  if (format.groups === 'everyone' || (!hasTaker && duties.length === 0)) return []
  const bench = Math.max(1, hasTaker && format.turns === 'each' ? on.turns : format.groups.ideal)
  return Array.from({ length: on.turns }, (_, at) => ({
    turn: at + 1,
    taker: hasTaker ? at % bench : undefined,
    duties: duties.flatMap(({ id }, duty) =>
      duty + (hasTaker ? 1 : 0) < bench
        ? [{ role: id, place: (at + duty + (hasTaker ? 1 : 0)) % bench }]
        : [],
    ),
  }))
}
