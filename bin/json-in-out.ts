import { readFile } from 'node:fs/promises'
import { InputError } from '../packages/small-cells/server.ts'

/** Half a gigabyte: more than fifty thousand cells need, and less than fills the memory of a small machine. */
const LARGEST = 2 ** 29

/** The text of a file, or of standard input for `-`. Throws InputError when it is too large. */
const readText = async (file: string): Promise<string> => {
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

/**
 * Runs a command that reads JSON from a file or `-`. What `run` answers is the exit code; 2 when the command was called
 * wrongly or its input cannot be read, 3 when something failed that no input should make fail. Sentences go to standard
 * error.
 */
export const runOnJson = async <Code extends number>(given: {
  command: string
  words: readonly string[]
  /** What did not happen when something failed here, and what to do: “Nothing was decided”. */
  failed(why: string): string
  run(text: string): Promise<Code>
}): Promise<Code | 2 | 3> => {
  const [file] = given.words
  if (file === undefined || given.words.length !== 1 || (file.startsWith('-') && file !== '-')) {
    say(`Say it like this: npm run kith -- ${given.command} FILE, or - to read from standard input.`)
    return 2
  }
  try {
    return await given.run(await readText(file))
  } catch (error) {
    if (error instanceof InputError) say(error.message)
    else if (error instanceof Error && 'code' in error && typeof error.code === 'string')
      say(`${file} could not be read (${error.code}).`)
    else {
      const why = error instanceof Error ? error.message.split('\n')[0]?.slice(0, 200) : undefined
      say(given.failed(why ?? 'unknown'))
      return 3
    }
    return 2
  }
}

/** To standard error. Names come from anywhere: what they hold must not move the cursor of whoever reads this. */
export const say = (sentence: string): void => console.error(sentence.replace(/\p{C}/gu, '\uFFFD'))
