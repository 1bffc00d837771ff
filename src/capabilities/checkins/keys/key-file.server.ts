import { randomBytes } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import type { WaveId } from '#kernel/ids.ts'

/**
 * The secrets of one wave, in one file of the data folder (mode 0600) and nowhere else: the first line is the key to
 * which answers are sealed, each further line the key of one reporting group. Never in the database, never in a backup.
 */
export type WaveKeyLine = { privateKey: string; publicKey: string }

/**
 * The key of a wave that has trustees: `publicKey` is the sum of their parts' points. A part's private key is null until
 * its trustee has released it, and the wave's own stands nowhere.
 */
export type SharedKeyLine = {
  publicKey: string
  parts: readonly { publicKey: string; privateKey: string | null }[]
}
export type TicketKeyLine = { pkcs8: string; spki: string }
export type KeyFile = { waveKey: WaveKeyLine | SharedKeyLine; ticketKeys: TicketKeyLine[] }

export const waveFolder = (dataDir: string): string => join(dataDir, 'waves')
export const keyFileOf = (options: { dataDir: string; wave: WaveId }): string =>
  join(waveFolder(options.dataDir), `${options.wave}.keys`)

/** Begins a wave's file with its sealing key, once. */
export const beginKeyFile = async (options: { file: string; waveKey: WaveKeyLine; folder: string }) => {
  if (existsSync(options.file)) return
  await mkdir(options.folder, { recursive: true, mode: 0o700 })
  const text = `${JSON.stringify(options.waveKey)}\n`
  await (await writeBeside({ file: options.file, text })).take()
}

/** Adds group keys. A torn last line, from a kill, is cut off first. */
export const appendKeys = async (file: string, keys: readonly TicketKeyLine[]): Promise<void> => {
  const text = await readFile(file, 'utf8')
  const whole = text.slice(0, text.lastIndexOf('\n') + 1)
  const handle = await open(file, 'r+')
  await handle.truncate(Buffer.byteLength(whole))
  await handle.write(keys.map((key) => `${JSON.stringify(key)}\n`).join(''), Buffer.byteLength(whole))
  await handle.sync()
  await handle.close()
  await chmod(file, 0o600)
}

/** @returns undefined when there is no file: the wave is over, or its keys are not begun. */
export const readKeyFile = async (file: string): Promise<KeyFile | undefined> => {
  if (!existsSync(file)) return undefined
  const lines: unknown[] = []
  for await (const line of createInterface({
    input: createReadStream(file),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    try {
      lines.push(JSON.parse(line))
    } catch {
      break
    }
  }
  const [waveKey, ...ticketKeys] = lines as [KeyFile['waveKey'] | undefined, ...TicketKeyLine[]]
  return waveKey && { waveKey, ticketKeys }
}

/**
 * Puts another key in the first line and leaves the rest as it is. A kill leaves the one or the other, whole.
 */
export const replaceWaveKey = async (given: { file: string; waveKey: KeyFile['waveKey'] }): Promise<void> => {
  const now = await readKeyFile(given.file)
  if (!now) throw new Error('A wave has no keys to change.')
  const beside = await writeBeside({
    file: given.file,
    text: [given.waveKey, ...now.ticketKeys].map((line) => `${JSON.stringify(line)}\n`).join(''),
  })
  await beside.take()
}

export type Beside = { take(): Promise<void>; drop(): Promise<void> }

/**
 * Writes what may take a file's place, synced beside it. `take` renames it there, and overwrites what stood there before
 * through a handle that still holds it; `drop` overwrites it itself. Only one at a time for each file.
 */
export const writeBeside = async (given: { file: string; text: string }): Promise<Beside> => {
  const { file, text } = given
  const beside = `${file}.new`
  // What a kill left there.
  await overwriteAndRemove(beside)
  const fresh = await open(beside, 'w', 0o600)
  await fresh.writeFile(text)
  await fresh.sync()
  await fresh.close()
  return {
    take: async () => {
      const old = existsSync(file) ? await open(file, 'r+') : undefined
      try {
        await rename(beside, file)
        const folder = await open(dirname(file), 'r')
        await folder.sync().finally(() => folder.close())
        if (old) await overwrite(old)
      } finally {
        await old?.close()
      }
    },
    drop: () => overwriteAndRemove(beside),
  }
}

const overwrite = async (handle: FileHandle): Promise<void> => {
  const { size } = await handle.stat()
  await handle.write(randomBytes(Math.max(size, 1)), 0)
  await handle.sync()
}

const overwriteAndRemove = async (file: string): Promise<void> => {
  if (!existsSync(file)) return
  const handle = await open(file, 'r+')
  await overwrite(handle).finally(() => handle.close())
  await rm(file, { force: true })
}

/** Overwrites, syncs, unlinks. Safe to run twice. On a journaling or flash disk overwriting is a best effort; see the README. */
export const destroyKeyFile = async (file: string): Promise<void> => {
  // What a kill left beside it holds keys too.
  for (const one of [`${file}.new`, file]) await overwriteAndRemove(one)
}
