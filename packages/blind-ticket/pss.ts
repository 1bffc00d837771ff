import { type Bytes, concat, own } from './bytes.ts'

export const SALT_SIZE = 48
const HASH_SIZE = 48

const sha384 = async (bytes: Uint8Array): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-384', own(bytes)))

/** MGF1 with SHA-384 (RFC 8017, appendix B.2.1). */
const mask = async (seed: Uint8Array, size: number): Promise<Bytes> => {
  const blocks = await Promise.all(
    Array.from({ length: Math.ceil(size / HASH_SIZE) }, (_, counter) =>
      sha384(concat(seed, Uint8Array.of(0, 0, 0, counter))),
    ),
  )
  return concat(...blocks).subarray(0, size)
}

/** EMSA-PSS-ENCODE with SHA-384 and MGF1-SHA-384 (RFC 8017, section 9.1.1) into `bits` bits. */
export const encodePss = async (input: {
  message: Uint8Array
  salt: Uint8Array
  bits: number
}): Promise<Bytes> => {
  const size = Math.ceil(input.bits / 8)
  const hash = await sha384(concat(new Uint8Array(8), await sha384(input.message), input.salt))
  const padding = new Uint8Array(size - input.salt.length - HASH_SIZE - 2)
  const block = concat(padding, Uint8Array.of(1), input.salt)
  const masking = await mask(hash, block.length)
  const masked = block.map((byte, at) => byte ^ (masking[at] ?? 0))
  masked[0] = (masked[0] ?? 0) & (0xff >> (8 * size - input.bits))
  return concat(masked, hash, Uint8Array.of(0xbc))
}
