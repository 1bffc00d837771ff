import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'

/**
 * The outer form of a backup, version 1: a line of text, then records. Each record is a letter, the length of its
 * content (4 bytes, big-endian), the content, and the SHA-256 of the digest before it, letter, length and content; the
 * first stands on the digest of the line of text. So nothing can be changed, dropped, added or moved unnoticed, and only
 * a file whose last record is `end` is whole. It is a check against damage, not against somebody who writes a new file.
 */
const letters = { head: 'h', table: 't', rows: 'r', end: 'e' } as const
export type RecordKind = keyof typeof letters
export type BackupRecord = { kind: RecordKind; content: Buffer }

const firstWord = 'kith-backup'
const version = 1
const firstLine = Buffer.from(`${firstWord} ${version}\n`)
const digestSize = 32
/** A record is made from about a megabyte; a length beyond this is damage, and is not worth the memory. */
const longest = 16 * 1024 * 1024

const digestOf = (before: Buffer, ...parts: Uint8Array[]): Buffer => {
  const hash = createHash('sha256').update(before)
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const firstDigest = digestOf(firstLine)

const openingOf = (kind: RecordKind, length: number): Buffer => {
  const opening = Buffer.alloc(5)
  opening.write(letters[kind], 'latin1')
  opening.writeUInt32BE(length, 1)
  return opening
}

/** Writes records one after another from the start of an open file. */
export const createRecordWriter = async (file: FileHandle) => {
  let digest = firstDigest
  await file.writeFile(firstLine)
  return async (record: { kind: RecordKind; content: Uint8Array }): Promise<void> => {
    const opening = openingOf(record.kind, record.content.length)
    digest = digestOf(digest, opening, record.content)
    for (const part of [opening, record.content, digest]) await file.writeFile(part)
  }
}

export type RecordWriter = Awaited<ReturnType<typeof createRecordWriter>>

const damaged = 'This file is damaged: it is not as it was written. Nothing was restored; use another backup.'
const cutOff = 'This file is cut off: its end is missing. Nothing was restored; use another backup.'

const readExactly = async (file: FileHandle, size: number): Promise<Buffer> => {
  const bytes = Buffer.allocUnsafe(size)
  for (let at = 0; at < size; ) {
    const { bytesRead } = await file.read(bytes, at, size - at, null)
    if (bytesRead === 0) throw new Error(cutOff)
    at += bytesRead
  }
  return bytes
}

const kindOf = (letter: number | undefined): RecordKind => {
  for (const kind of Object.keys(letters) as RecordKind[])
    if (letters[kind].charCodeAt(0) === letter) return kind
  throw new Error(damaged)
}

/**
 * Reads a backup's records from the current place of the file, which is its start; each is checked before it is given
 * out. @throws a sentence for the operator when this is no backup, a newer one, or one that is cut off or damaged.
 */
export async function* readRecords(file: FileHandle): AsyncGenerator<BackupRecord> {
  await readFirstLine(file)
  let digest = firstDigest
  for (;;) {
    const opening = await readExactly(file, 5)
    const kind = kindOf(opening[0])
    const length = opening.readUInt32BE(1)
    if (length > longest) throw new Error(damaged)
    const content = await readExactly(file, length)
    digest = digestOf(digest, opening, content)
    if (!digest.equals(await readExactly(file, digestSize))) throw new Error(damaged)
    yield { kind, content }
    if (kind === 'end') break
  }
  const { bytesRead } = await file.read(Buffer.alloc(1), 0, 1, null)
  if (bytesRead > 0) throw new Error(damaged)
}

const readFirstLine = async (file: FileHandle): Promise<void> => {
  const start = Buffer.alloc(firstLine.length)
  const { bytesRead } = await file.read(start, 0, start.length, 0)
  const said = /^kith-backup (\d{1,6})/.exec(start.subarray(0, bytesRead).toString('latin1'))
  if (!said) throw new Error('This file is not a backup of Kith.')
  if (Number(said[1]) > version)
    throw new Error('This backup was made by a newer Kith. Bring Kith up to date first, then restore it.')
  if (!start.equals(firstLine)) throw new Error(bytesRead < start.length ? cutOff : damaged)
  // The first read was by place; the ones that follow go on from where the file stands.
  await file.read(start, 0, start.length, null)
}
