import { readFile } from 'node:fs/promises'
import { InputError } from '../packages/small-cells/server.ts'

/** Half a gigabyte: more than fifty thousand cells need, and less than fills the memory of a small machine. */
const LARGEST = 2 ** 29

/** The text of a file, or of standard input for `-`. Throws InputError when it is too large. */
export const readText = async (file: string): Promise<string> => {
  const chunks: Uint8Array[] = []
  let size = 0
  if (file !== '-') {
    const bytes = await readFile(file)
    if (bytes.length > LARGEST) throw new InputError('The input is larger than 512 MB.')
    return bytes.toString('utf8')
  }
  for await (const chunk of process.stdin) {
    size += chunk.length
    if (size > LARGEST) throw new InputError('The input is larger than 512 MB.')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** Writes all of it before the program may end: a pipe takes its time. */
export const writeJson = (report: object) =>
  new Promise<void>((resolve, reject) => {
    process.stdout.once('error', reject)
    process.stdout.write(`${JSON.stringify(report, null, 2)}\n`, () => resolve())
  })
