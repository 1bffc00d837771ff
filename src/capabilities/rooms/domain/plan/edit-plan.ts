import { inLanguage } from '../format/format.ts'
import type { ShippedFormat } from '../format/shipped-format.ts'
import type { Poll } from '../polls/poll.ts'
import type { Block, Plan, Spread } from './plan.ts'
import { withLengths } from './ready-plan.ts'

/** What a facilitator may change in one part. */
export type PartChange = {
  title: string
  about: string
  spread: Spread
  /** In seconds, by the id of the step; null goes on until the host does. */
  seconds: Readonly<Record<string, number | null>>
  poll: Poll | undefined
  links: readonly string[]
}

const freeId = ({ blocks }: Plan): string => {
  const taken = new Set(blocks.map(({ id }) => id))
  let number = blocks.length + 1
  while (taken.has(`part-${number}`)) number += 1
  return `part-${number}`
}

/** Adds a part with a copy of its format, before a closing part if there is one at the end. */
export const addPart = (
  plan: Plan,
  on: { shipped: Pick<ShippedFormat, 'format' | 'block'>; language: string },
): Plan => {
  const { format, block } = on.shipped
  const part: Block = {
    id: freeId(plan),
    kind: block,
    title: inLanguage(format.title, on.language),
    about: '',
    format,
    spread: 'new-people',
  }
  const hasEnd = plan.blocks.at(-1)?.kind === 'closing' && block !== 'closing'
  const at = hasEnd ? plan.blocks.length - 1 : plan.blocks.length
  return { blocks: plan.blocks.toSpliced(at, 0, part) }
}

export const removePart = (plan: Plan, id: string): Plan => ({
  blocks: plan.blocks.filter((block) => block.id !== id),
})

/** One place earlier or later; what stands first or last stays there. */
export const movePart = (plan: Plan, on: { id: string; to: 'earlier' | 'later' }): Plan => {
  const from = plan.blocks.findIndex(({ id }) => id === on.id)
  const to = on.to === 'earlier' ? from - 1 : from + 1
  const part = plan.blocks[from]
  if (!part || to < 0 || to >= plan.blocks.length) return plan
  return { blocks: plan.blocks.toSpliced(from, 1).toSpliced(to, 0, part) }
}

/** An empty title keeps the one that was there. */
export const changePart = (plan: Plan, id: string, change: PartChange): Plan => ({
  blocks: plan.blocks.map((block) => (block.id === id ? changed(block, change) : block)),
})

const changed = (block: Block, change: PartChange): Block => {
  const { poll: _poll, links: _links, ...rest } = block
  return {
    ...rest,
    title: change.title === '' ? block.title : change.title,
    about: change.about,
    spread: change.spread,
    format: withLengths(block.format, change.seconds),
    ...(change.poll ? { poll: change.poll } : {}),
    ...(change.links.some((link) => link !== '') ? { links: change.links } : {}),
  }
}
