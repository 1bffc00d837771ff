import type { Format } from '../format/format.ts'
import type { Poll } from '../polls/poll.ts'

/** What a part of a session is, for its sign and for the plan's list. How it runs is in its format. */
export const blockKinds = [
  'welcome',
  'poll',
  'chat',
  'format',
  'breakouts',
  'silence',
  'contemplation',
  'reading',
  'break',
  'debrief',
  'closing',
] as const
export type BlockKind = (typeof blockKinds)[number]

/** `new-people`: whoever has sat together is parted, and professions mix. `together`: groups stay as they were. */
export type Spread = 'new-people' | 'together'

/** One part of a session. Its format is a copy: what is changed elsewhere later changes no plan. */
export type Block = {
  id: string
  kind: BlockKind
  title: string
  /** What it is about: a question, a dilemma from the bank, a text to read. May be empty. */
  about: string
  format: Format
  spread: Spread
  poll?: Poll | undefined
  /** A meeting link of its own for each group, by its number from 1. */
  links?: readonly string[] | undefined
}

export type Plan = { blocks: readonly Block[] }
