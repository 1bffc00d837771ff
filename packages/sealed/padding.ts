import type { Bytes } from './bytes.ts'
import { accept, type Result, refuse } from './result.ts'

export const LENGTH_SIZE = 4

/**
 * Fills a message up to `size` bytes, so that its length says nothing: the length in four bytes, big-endian,
 * the message, zeros. A message of more than `size` - 4 bytes is refused.
 */
export const pad = (input: { bytes: Uint8Array; size: number }): Result<Bytes, 'too-long'> => {
  if (input.bytes.length + LENGTH_SIZE > input.size) return refuse('too-long')
  const padded = new Uint8Array(input.size)
  new DataView(padded.buffer).setUint32(0, input.bytes.length)
  padded.set(input.bytes, LENGTH_SIZE)
  return accept(padded)
}

/** Takes the padding off again. Anything that `pad` would not have written is refused. */
export const unpad = (padded: Uint8Array): Result<Bytes, 'bad-padding'> => {
  if (padded.length < LENGTH_SIZE) return refuse('bad-padding')
  const length = new DataView(padded.buffer, padded.byteOffset).getUint32(0)
  const end = LENGTH_SIZE + length
  if (end > padded.length) return refuse('bad-padding')
  for (let at = end; at < padded.length; at++) if (padded[at] !== 0) return refuse('bad-padding')
  return accept(new Uint8Array(padded.subarray(LENGTH_SIZE, end)))
}
