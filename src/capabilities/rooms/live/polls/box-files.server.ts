import { createHash, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { destroyPool } from '#platform/pool/index.server.ts'

/** Where the votes of one anonymous poll lie, and beside them the key that signs its tickets (mode 0600). */
export type BoxFiles = { folder: string; pool: string; key: string }

/** Polls name themselves as they like; a file is named by a hash of it. */
export const boxFilesOf = (of: { folder: string; room: string; poll: string }): BoxFiles => {
  const mark = createHash('sha256').update(of.poll).digest('hex').slice(0, 32)
  const name = join(of.folder, `${of.room}-${mark}`)
  return { folder: of.folder, pool: `${name}.pool`, key: `${name}.key` }
}

/** Whole or not at all, and on the disk when this returns. */
export const writeKey = async (file: string, pkcs8: Uint8Array): Promise<void> => {
  const beside = `${file}.new`
  await destroyKey(beside)
  const handle = await open(beside, 'wx', 0o600)
  try {
    await handle.writeFile(pkcs8)
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
  for (const key of [`${files.key}.new`, files.key]) await destroyKey(key)
  await destroyPool({ file: files.pool })
}

/** Nothing of any poll of a room is left. */
export const destroyBoxes = async (of: { folder: string; room: string }): Promise<void> => {
  if (!existsSync(of.folder)) return
  const names = (await readdir(of.folder)).filter((name) => name.startsWith(`${of.room}-`))
  const boxes = new Set(names.map((name) => name.slice(0, of.room.length + 1 + 32)))
  for (const box of boxes) {
    const name = join(of.folder, box)
    await destroyBox({ folder: of.folder, pool: `${name}.pool`, key: `${name}.key` })
  }
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
