import { checkFormat, type FormatProblem } from '../format/check-format.ts'
import { isGrouped } from '../format/format.ts'
import { canPart } from './groups-on-paper.ts'
import type { Block, Plan } from './plan.ts'
import { lengthOf } from './plan-time.ts'

/** What a facilitator should know before she leads a plan. `stops`: it cannot be led like this. */
export type PlanNote = { part?: string; title?: string } & (
  | { code: 'plan-empty'; stops: true }
  | { code: 'format-cannot-run'; stops: true; problem: FormatProblem }
  | { code: 'poll-missing' | 'text-missing'; stops: false }
  | { code: 'too-few-people'; stops: false; people: number; least: number }
  | { code: 'cannot-part'; stops: false; people: number; least: number; most: number }
  | { code: 'no-end' | 'no-welcome' | 'no-break'; stops: false }
)

/** Beyond this nobody follows without a rest. */
const LONGEST_WITHOUT_A_BREAK = 120 * 60

export const notesOn = (plan: Plan, on: { people: number }): PlanNote[] => {
  if (plan.blocks.length === 0) return [{ code: 'plan-empty', stops: true }]
  const kinds = plan.blocks.map(({ kind }) => kind)
  const isLong = lengthOf(plan, on.people).seconds > LONGEST_WITHOUT_A_BREAK && !kinds.includes('break')
  return [
    ...plan.blocks.flatMap((block) =>
      notesOnPart(block, on.people).map((note) => ({ ...note, part: block.id, title: block.title })),
    ),
    ...(kinds[0] === 'welcome' ? [] : [{ code: 'no-welcome', stops: false } as const]),
    ...(['closing', 'debrief'].includes(kinds.at(-1) ?? '')
      ? []
      : [{ code: 'no-end', stops: false } as const]),
    ...(isLong ? [{ code: 'no-break', stops: false } as const] : []),
  ]
}

const notesOnPart = (block: Block, people: number): PlanNote[] => [
  ...checkFormat(block.format).map((problem) => ({
    code: 'format-cannot-run' as const,
    stops: true as const,
    problem,
  })),
  ...(block.kind === 'poll' && !block.poll ? [{ code: 'poll-missing', stops: false } as const] : []),
  ...(block.kind === 'reading' && block.about === ''
    ? [{ code: 'text-missing', stops: false } as const]
    : []),
  ...sizeNotes(block, people),
]

const sizeNotes = ({ format }: Block, people: number): PlanNote[] => {
  const { groups } = format
  if (!isGrouped(format) || groups === 'everyone') return []
  const { least, most } = groups
  if (people < least) return [{ code: 'too-few-people', stops: false, people, least }]
  return canPart(people, groups) ? [] : [{ code: 'cannot-part', stops: false, people, least, most }]
}
