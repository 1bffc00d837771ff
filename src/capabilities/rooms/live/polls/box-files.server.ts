import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { destroyPool } from '#platform/pool/index.server.ts'

/**
 * Where the votes of one anonymous poll lie, and beside them, mode 0600, the key that signs its tickets and the one that
 * opens its votes.
 */
export type BoxFiles = { folder: string; pool: string; key: string; opening: string }

const filesAt = (folder: string, box: string): BoxFiles => {
  const name = join(folder, box)
  return { folder, pool: `${name}.pool`, key: `${name}.key`, opening: `${name}.opening` }
}

/** Polls name themselves as they like; a file is named by a hash of it. */
export const boxFilesOf = (of: { folder: string; room: string; poll: string }): BoxFiles => {
  const mark = createHash('sha256').update(of.poll).digest('hex').slice(0, 32)
  return filesAt(of.folder, `${of.room}-${mark}`)
}

/** Whole or not at all, and on the disk when this returns. */
export const writeKey = async (file: string, key: Uint8Array): Promise<void> => {
  const beside = `${file}.new`
  await destroyKey(beside)
  const handle = await open(beside, 'wx', 0o600)
  try {
    await handle.writeFile(key)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, file)
  await syncFolder(dirname(file))
}

/** @returns undefined where there is none: it was destroyed, or lost. */
export const readKey = async (file: string): Promise<Uint8Array | undefined> =>
  existsSync(file) ? readFile(file) : undefined

/** Overwrites and unlinks; safe to run again. On flash and journaling disks overwriting is a best effort. */
export const destroyKey = async (file: string): Promise<void> => {
  if (!existsSync(file)) return
  const handle = await open(file, 'r+')
  try {
    await handle.write(randomBytes(Math.max(1, (await handle.stat()).size)), 0)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rm(file, { force: true })
  await syncFolder(dirname(file))
}

/** Nothing of a poll is left, whatever a kill left behind. */
export const destroyBox = async (files: BoxFiles): Promise<void> => {
  for (const key of [files.key, files.opening]) for (const file of [`${key}.new`, key]) await destroyKey(file)
  await destroyPool({ file: files.pool })
}

/** Nothing of any poll of a room is left. */
export const destroyBoxes = async (of: { folder: string; room: string }): Promise<void> => {
  if (!existsSync(of.folder)) return
  const names = (await readdir(of.folder)).filter((name) => name.startsWith(`${of.room}-`))
  const boxes = new Set(names.map((name) => name.slice(0, of.room.length + 1 + 32)))
  for (const box of boxes) await destroyBox(filesAt(of.folder, box))
}

/** The rooms that have any. */
export const roomsWithBoxes = async (folder: string): Promise<string[]> => {
  if (!existsSync(folder)) return []
  return [...new Set((await readdir(folder)).map((name) => name.slice(0, UUID_LENGTH)))]
}

const UUID_LENGTH = 36

const syncFolder = async (folder: string) => {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
