import { fromBase64Url, toBase64Url } from './manifest/digest.ts'

/** A check-in on its way to another device: what no server may give twice, and where the rest is found. */
export type Carried = {
  readonly organisation: string
  readonly wave: string
  readonly member: string
  /** SHA-256 of the group's key, by which the announcement of the group is found. */
  readonly keyId: Uint8Array<ArrayBuffer>
  readonly manifestHash: Uint8Array<ArrayBuffer>
  readonly seed: Uint8Array<ArrayBuffer>
  readonly ticket: Uint8Array<ArrayBuffer>
}

const version = 1
const sizes = [1, 16, 16, 16, 32, 32, 32, 384] as const
const whole = sizes.reduce((sum, size) => sum + size, 0)

/** 706 letters: with an address before them, a code of about 90 by 90 squares. @throws on parts of another size. */
export const encodeCarried = (carried: Carried): string => {
  const { organisation, wave, member, keyId, manifestHash, seed, ticket } = carried
  const ids = [organisation, wave, member].map(bytesOfId)
  const parts = [Uint8Array.of(version), ...ids, keyId, manifestHash, seed, ticket]
  const bytes = new Uint8Array(whole)
  let at = 0
  for (const [index, part] of parts.entries()) {
    if (part.length !== sizes[index]) throw new Error('A part of a carried check-in has another size.')
    bytes.set(part, at)
    at += part.length
  }
  return toBase64Url(bytes)
}

/** @returns undefined for anything that `encodeCarried` did not write. */
export const decodeCarried = (text: string): Carried | undefined => {
  const bytes = fromBase64Url(text)
  if (bytes?.length !== whole || bytes[0] !== version) return undefined
  const parts: Uint8Array<ArrayBuffer>[] = []
  let at = 0
  for (const size of sizes) {
    parts.push(bytes.slice(at, at + size))
    at += size
  }
  const [, organisation, wave, member, keyId, manifestHash, seed, ticket] = parts
  if (!organisation || !wave || !member || !keyId || !manifestHash || !seed || !ticket) return undefined
  return {
    organisation: idOfBytes(organisation),
    wave: idOfBytes(wave),
    member: idOfBytes(member),
    keyId,
    manifestHash,
    seed,
    ticket,
  }
}

const bytesOfId = (id: string): Uint8Array<ArrayBuffer> => {
  const hex = id.replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new Error('An id of a carried check-in is not an id.')
  return Uint8Array.from({ length: 16 }, (_, at) => Number.parseInt(hex.slice(at * 2, at * 2 + 2), 16))
}

const idOfBytes = (bytes: Uint8Array): string => {
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return [8, 12, 16, 20, 32].map((end, at, ends) => hex.slice(ends[at - 1] ?? 0, end)).join('-')
}
