import { randomBytes } from 'node:crypto'
import { createReadStream, existsSync } from 'node:fs'
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
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
  const beside = `${options.file}.new`
  const handle = await open(beside, 'w', 0o600)
  await handle.writeFile(`${JSON.stringify(options.waveKey)}\n`)
  await handle.sync()
  await handle.close()
  await rename(beside, options.file)
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
 * Puts another key in the first line and leaves the rest as it is: written beside, synced, renamed; then what stood there
 * before is overwritten through the handle that still holds it. A kill leaves the one or the other, whole.
 */
export const replaceWaveKey = async (given: { file: string; waveKey: KeyFile['waveKey'] }): Promise<void> => {
  const now = await readKeyFile(given.file)
  if (!now) throw new Error('A wave has no keys to change.')
  const old = await open(given.file, 'r+')
  try {
    const { size } = await old.stat()
    const beside = `${given.file}.new`
    const fresh = await open(beside, 'w', 0o600)
    await fresh.writeFile(
      [given.waveKey, ...now.ticketKeys].map((line) => `${JSON.stringify(line)}\n`).join(''),
    )
    await fresh.sync()
    await fresh.close()
    await rename(beside, given.file)
    await old.write(randomBytes(Math.max(size, 1)), 0)
    await old.sync()
  } finally {
    await old.close()
  }
}

/** Overwrites, syncs, unlinks. Safe to run twice. On a journaling or flash disk overwriting is a best effort; see the README. */
export const destroyKeyFile = async (file: string): Promise<void> => {
  // What a kill left beside it holds keys too.
  for (const one of [`${file}.new`, file]) {
    if (!existsSync(one)) continue
    const { size } = await stat(one)
    const handle = await open(one, 'r+')
    await handle.write(randomBytes(Math.max(size, 1)), 0)
    await handle.sync()
    await handle.close()
    await rm(one, { force: true })
  }
}
