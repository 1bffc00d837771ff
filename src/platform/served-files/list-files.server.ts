import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'

/** As in the attribute `integrity` of a page: the name of the hash, and the hash in base64. */
export type Integrity = `sha384-${string}`

/**
 * The file that a site publishes at `/integrity.json`. Paths begin with a slash; a file is listed by its contents, in
 * whatever way it is packed for the journey.
 */
export type IntegrityList = {
  format: 'kith-integrity-1'
  /** Of the sources: the first twelve digits of their hash. */
  build: string
  files: Readonly<Record<string, Integrity>>
  /** What a script that a page names by itself always loads with it. */
  needs: Readonly<Record<string, readonly string[]>>
}

export const listPath = '/integrity.json'

const packed: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  '.br': (bytes) => brotliDecompressSync(bytes),
  '.gz': (bytes) => gunzipSync(bytes),
}

export const integrityOf = (bytes: Uint8Array | string): Integrity =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`

/**
 * Every file of a folder that a site serves, by the path at which it does. Packed copies (`.br`, `.gz`) are no files of
 * their own, but must hold the same: one that does not is listed by its own name.
 */
export const listFiles = (folder: string): Record<string, Integrity> => {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.replace(/\/$/, '').length))
    // What begins with a dot is the build's own and is not served.
    .filter((name) => name !== listPath && !/\/\./.test(name))
    .sort()
  const listed: Record<string, Integrity> = {}
  for (const name of names) {
    const bytes = readFileSync(join(folder, name))
    const ending = Object.keys(packed).find((each) => name.endsWith(each)) ?? ''
    const original = name.slice(0, name.length - ending.length)
    const isCopy = ending !== '' && (original === listPath || existsSync(join(folder, original)))
    if (!isCopy) listed[name] = integrityOf(bytes)
    else if (!unpacksTo({ bytes, ending, original: readFileSync(join(folder, original)) }))
      listed[name] = integrityOf(bytes)
  }
  return listed
}

const unpacksTo = (given: { bytes: Buffer; ending: string; original: Buffer }): boolean => {
  try {
    return packed[given.ending]?.(given.bytes).equals(given.original) === true
  } catch {
    return false
  }
}

/** Whether this is such a list. */
export const isIntegrityList = (value: unknown): value is IntegrityList => {
  if (typeof value !== 'object' || value === null) return false
  const { format, files, needs } = value as Partial<Record<keyof IntegrityList, unknown>>
  return (
    format === 'kith-integrity-1' &&
    isObject(needs) &&
    isObject(files) &&
    Object.values(files).every((one) => typeof one === 'string' && /^sha384-[\w+/]{64}$/.test(one))
  )
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null
