import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from '@hpke/core'

/** The first byte of every sealed message: which suite sealed it. */
export const VERSION = 1
export const PUBLIC_KEY_SIZE = 65
export const PRIVATE_KEY_SIZE = 32
const TAG_SIZE = 16

/** How many bytes sealing adds: version, encapsulated key, authentication tag. */
export const SEALED_OVERHEAD = 1 + PUBLIC_KEY_SIZE + TAG_SIZE

/** Version 1: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM, base mode (RFC 9180, section 7). */
export const createSuite = (): CipherSuite =>
  new CipherSuite({ kem: new DhkemP256HkdfSha256(), kdf: new HkdfSha256(), aead: new Aes256Gcm() })
