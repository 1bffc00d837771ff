import type { QuestionItem, Questions } from '../wave.ts'

/** What one ballot of a further table answers: its values in order, of which a ballot names one or none. */
export type Block = { readonly id: string; readonly values: readonly number[] }

const isReported = ({ report }: QuestionItem): boolean => report.kind !== 'none'
const blockOf = ({ id, options }: QuestionItem): Block => ({ id, values: options.map(({ value }) => value) })

/**
 * The blocks that a further table publishes: every item that is reported by itself. Not what is sensitive, which is
 * never broken down, and not a counterpart, which few are asked.
 */
export const blocksOf = ({ items }: Questions): Block[] =>
  items.filter((item) => isReported(item) && !item.sensitive && item.counterpartOf === undefined).map(blockOf)

/** What is sensitive: each in a ballot of its own, under one key for everyone who is asked. */
export const sensitiveBlocksOf = ({ items }: Questions): Block[] =>
  items.filter((item) => isReported(item) && item.sensitive).map(blockOf)

/** The block of this name among all that a wave may publish. */
export const findBlock = (questions: Questions, id: string): Block | undefined =>
  [...blocksOf(questions), ...sensitiveBlocksOf(questions)].find((block) => block.id === id)

/** What the ballot of the reporting groups leaves out, since a table for everyone counts it. */
export const answeredApart = (tables: readonly { readonly table: string }[]): ReadonlySet<string> =>
  new Set(
    tables.flatMap(({ table }) => (table.startsWith('everyone/') ? [table.slice('everyone/'.length)] : [])),
  )
