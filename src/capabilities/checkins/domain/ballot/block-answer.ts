import { accept, type Result, refuse } from '#kernel/result.ts'
import { pad, unpad } from '#packages/sealed/index.ts'
import { ANSWERS_SIZE } from './layout.ts'

/** All that a ballot of a further table says: one block, and what was answered; null where it was skipped. */
export type BlockAnswer = { readonly block: string; readonly value: number | null }

/** The plaintext: `{"block":…,"value":…}` in UTF-8 and nothing else, padded like the answers of any other ballot. */
export const encodeBlockAnswer = (
  answer: BlockAnswer,
): Result<Uint8Array<ArrayBuffer>, 'too-many-answers'> => {
  const bytes = new TextEncoder().encode(JSON.stringify({ block: answer.block, value: answer.value }))
  const padded = pad({ bytes, size: ANSWERS_SIZE })
  return padded.ok ? padded : refuse('too-many-answers')
}

export const decodeBlockAnswer = (padded: Uint8Array): Result<BlockAnswer, 'not-answers'> => {
  const bytes = unpad(padded)
  if (!bytes.ok) return refuse('not-answers')
  try {
    const read: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.value))
    if (typeof read !== 'object' || read === null || Object.keys(read).join() !== 'block,value')
      return refuse('not-answers')
    const { block, value } = read as Record<string, unknown>
    if (
      typeof block !== 'string' ||
      !(value === null || (typeof value === 'number' && Number.isFinite(value)))
    )
      return refuse('not-answers')
    return accept({ block, value })
  } catch {
    return refuse('not-answers')
  }
}
