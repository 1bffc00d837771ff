import { createHash, randomBytes } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A word that stands nowhere else; words made from it are found by it. */
export const freshWord = (): string => `canary${randomBytes(12).toString('hex')}`

/** The forms in which somebody may have kept a word or what contains it: as it is, in capitals, encoded. */
const formsOf = (word: string): Buffer[] => {
  const bytes = Buffer.from(word)
  // A base64 text depends on where in its triple the word begins; its middle is the same for each of three.
  const shifted = [0, 1, 2].map((before) => {
    const whole = Buffer.concat([Buffer.alloc(before, 32), bytes]).toString('base64')
    return Buffer.from(whole.slice(4, whole.length - 6))
  })
  const capitals = Buffer.from(word.toUpperCase())
  return [bytes, capitals, Buffer.from(bytes.toString('hex')), Buffer.from(word, 'utf16le'), ...shifted]
}

/** What is left of a word when only its digest is kept. */
const digestsOf = (word: string): Buffer[] =>
  ['sha256', 'sha384', 'sha1', 'md5'].flatMap((name) => {
    const digest = createHash(name).update(word).digest()
    return [digest, Buffer.from(digest.toString('hex')), Buffer.from(digest.toString('base64'))]
  })

export type Evidence = Record<string, Buffer>

const where = (given: { forms: readonly Buffer[]; in: Evidence }): string[] =>
  Object.entries(given.in).flatMap(([name, text]) =>
    given.forms.some((form) => text.includes(form)) ? [name] : [],
  )

/** Where a word, or anything made with it, stands in any form. */
export const findWord = (word: string, evidence: Evidence): string[] =>
  where({ forms: formsOf(word), in: evidence })

/** Where a digest of one of these words stands. The database is searched as text: its files would take minutes. */
export const findDigests = (words: readonly string[], evidence: Evidence): string[] => {
  const small = Object.fromEntries(Object.entries(evidence).filter(([name]) => !name.startsWith('postgres/')))
  return where({ forms: words.flatMap(digestsOf), in: small })
}

/** Every file below a folder, by its path there; the database's own programs, which are copies, left out. */
export const readFiles = (folder: string): Evidence =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((file) => !file.startsWith(join(folder, 'engine')))
      .map((file) => [file.slice(folder.length + 1), readFileSync(file)]),
  )
