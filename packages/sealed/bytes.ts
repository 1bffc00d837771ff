/** Bytes that WebCrypto accepts: a view of memory that no other thread shares. */
export type Bytes = Uint8Array<ArrayBuffer>

/** The same bytes for WebCrypto; shared memory, which it refuses, is copied. */
export const own = (bytes: Uint8Array): Bytes =>
  bytes.buffer instanceof ArrayBuffer ? (bytes as Bytes) : new Uint8Array(bytes)
