import { createHash, type KeyObject } from 'node:crypto'
import type { WaveId } from '#kernel/ids.ts'
import { loadSigningKey } from '#packages/blind-ticket/server.ts'
import type { TicketKeys } from '../checkins.server.ts'
import { keyFileOf, readKeyFile } from './key-file.server.ts'

/** Keeps the signing keys of waves in use in memory, read from each wave's file when first needed. */
export const openTicketKeys = (dataDir: string): TicketKeys => {
  const waves = new Map<string, Promise<Map<string, string>>>()
  const loaded = new Map<string, KeyObject>()
  const readWave = async (wave: string) => {
    const file = await readKeyFile(keyFileOf({ dataDir, wave: wave as WaveId }))
    return new Map(
      (file?.ticketKeys ?? []).map(({ spki, pkcs8 }) => [idOf(Buffer.from(spki, 'base64url')), pkcs8]),
    )
  }
  return {
    signingKey: async ({ wave, keyId }) => {
      const name = `${wave} ${keyId.toString('base64url')}`
      const ready = loaded.get(name)
      if (ready) return ready
      const reading = waves.get(wave) ?? readWave(wave)
      waves.set(wave, reading)
      // A reading that failed is tried again by the next who asks.
      reading.catch(() => waves.delete(wave))
      const pkcs8 = (await reading).get(keyId.toString('base64url'))
      if (!pkcs8) return undefined
      const key = loadSigningKey(Buffer.from(pkcs8, 'base64url'))
      loaded.set(name, key)
      return key
    },
    forget: (wave) => {
      waves.delete(wave)
      for (const name of loaded.keys()) if (name.startsWith(`${wave} `)) loaded.delete(name)
    },
  }
}

const idOf = (spki: Buffer) => createHash('sha256').update(spki).digest('base64url')
