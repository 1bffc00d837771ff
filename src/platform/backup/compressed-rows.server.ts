import { promisify } from 'node:util'
import { deflate, inflate } from 'node:zlib'
import type { RecordWriter } from './records.server.ts'

const squeeze = promisify(deflate)
const stretch = promisify(inflate)
const blockSize = 1024 * 1024
// A row longer than this is spread over several records; COPY takes it in pieces.
const longestPart = 4 * blockSize
const level = 4

/**
 * Gathers rows into blocks of about a megabyte and writes each compressed. `take` asks to wait while a block is at work,
 * so that memory stays at two of them however many rows there are.
 */
export const createRowWriter = (write: RecordWriter) => {
  let parts: Buffer[] = []
  let size = 0
  let atWork: Promise<void> = Promise.resolve()
  const put = (): Promise<void> => {
    const block = Buffer.concat(parts)
    parts = []
    size = 0
    atWork = atWork.then(async () => {
      for (let at = 0; at < block.length; at += longestPart) {
        const part = block.subarray(at, at + longestPart)
        await write({ kind: 'rows', content: await squeeze(part, { level }) })
      }
    })
    return atWork
  }
  return {
    take: (bytes: Buffer): Promise<void> | undefined => {
      parts.push(bytes)
      size += bytes.length
      return size < blockSize ? undefined : put()
    },
    finish: (): Promise<void> => (size > 0 ? put() : atWork),
  }
}

export const readRows = (content: Buffer): Promise<Buffer> =>
  stretch(content, { maxOutputLength: longestPart })
