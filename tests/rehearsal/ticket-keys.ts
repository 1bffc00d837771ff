import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  appendKeys,
  beginKeyFile,
  keyFileOf,
  type TicketKeyLine,
  waveFolder,
} from '#capabilities/checkins/keys/key-file.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { generateTicketKey } from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'

const folder = join(import.meta.dirname, '../../node_modules/.cache/kith')
const file = join(folder, 'rehearsal-ticket-keys.jsonl')
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
let used = 0

/**
 * Keys that earlier rehearsals made, each handed out once in a test file; missing ones are made and kept. A key takes a
 * second of processor time, and what a rehearsal proves does not hang on its age.
 */
const takeKeys = async (count: number): Promise<TicketKeyLine[]> => {
  const kept = (existsSync(file) ? readFileSync(file, 'utf8').split('\n') : []).filter((line) =>
    line.endsWith('}'),
  )
  const taken = kept.slice(used, used + count).map((line) => JSON.parse(line) as TicketKeyLine)
  const missing = Array.from({ length: count - taken.length }, async () => {
    const made = await generateTicketKey()
    return { pkcs8: base64(made.privateKey), spki: base64(made.spki) }
  })
  const made = await Promise.all(missing)
  mkdirSync(folder, { recursive: true })
  for (const key of made) appendFileSync(file, `${JSON.stringify(key)}\n`)
  used += count
  return [...taken, ...made]
}

/** Puts a wave's key file where the job would, at once. */
export const layKeys = async (of: { dataDir: string; wave: WaveId; count: number }): Promise<void> => {
  const place = keyFileOf(of)
  const sealing = await generateSealingKey()
  await beginKeyFile({
    file: place,
    folder: waveFolder(of.dataDir),
    waveKey: { privateKey: base64(sealing.privateKey), publicKey: base64(sealing.publicKey) },
  })
  await appendKeys(place, await takeKeys(of.count))
}
