import { addScalars, pointOf } from '#packages/blind-ticket/index.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { type KeyFile, readKeyFile, replaceWaveKey, type WaveKeyLine } from './key-file.server.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')
const bytesOf = (text: string) => Buffer.from(text, 'base64url')

/**
 * Settles to which key a wave will be sealed, before it is announced: the sum of its trustees' parts, whose private half
 * is nowhere, or a key of the site's own. Safe to repeat, with the same trustees or with others.
 * @throws when the wave has no key file.
 */
export const settleWaveKey = async (given: {
  file: string
  parts: readonly string[]
  sum: string | undefined
}): Promise<KeyFile> => {
  const keys = await readKeyFile(given.file)
  if (!keys) throw new Error('A wave that should be announced has no keys.')
  const waveKey = await chooseKey(keys.waveKey, given)
  if (waveKey === keys.waveKey) return keys
  await replaceWaveKey({ file: given.file, waveKey })
  return { ...keys, waveKey }
}

const chooseKey = async (
  now: KeyFile['waveKey'],
  given: { parts: readonly string[]; sum: string | undefined },
): Promise<KeyFile['waveKey']> => {
  const { parts, sum } = given
  if (sum !== undefined)
    return { publicKey: sum, parts: parts.map((publicKey) => ({ publicKey, privateKey: null })) }
  if (!('parts' in now)) return now
  const fresh = await generateSealingKey()
  return { privateKey: base64(fresh.privateKey), publicKey: base64(fresh.publicKey) }
}

/** The key that opens the answers; undefined while a part of it is missing. @throws when the parts are not its own. */
export const openingKeyOf = (waveKey: KeyFile['waveKey']): WaveKeyLine | undefined => {
  if (!('parts' in waveKey)) return waveKey
  const parts = waveKey.parts.flatMap(({ privateKey }) => (privateKey === null ? [] : [bytesOf(privateKey)]))
  if (parts.length < waveKey.parts.length) return undefined
  const privateKey = addScalars(parts)
  const publicKey = privateKey && pointOf(privateKey)
  if (!publicKey || base64(publicKey) !== waveKey.publicKey)
    throw new Error('The parts of a key do not make the key.')
  return { privateKey: base64(privateKey), publicKey: waveKey.publicKey }
}

export type PartKept = 'kept' | 'kept-before' | 'another-key'

/** Keeps what a trustee released, where nothing but the key file ever holds it. One at a time for each wave. */
export const keepPart = async (given: {
  file: string
  publicKey: string
  privateKey: string
}): Promise<PartKept> => {
  const keys = await readKeyFile(given.file)
  if (!keys || !('parts' in keys.waveKey)) return 'another-key'
  const { waveKey } = keys
  const part = waveKey.parts.find(({ publicKey }) => publicKey === given.publicKey)
  const point = pointOf(bytesOf(given.privateKey))
  if (!part || !point || base64(point) !== part.publicKey) return 'another-key'
  if (part.privateKey !== null) return 'kept-before'
  const parts = waveKey.parts.map((one) => (one === part ? { ...one, privateKey: given.privateKey } : one))
  await replaceWaveKey({ file: given.file, waveKey: { ...waveKey, parts } })
  return 'kept'
}
