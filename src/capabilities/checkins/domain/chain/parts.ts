/** `number` of the newest entry and its hash in hexadecimal. */
export type AuditHead = { readonly number: number; readonly hash: string }

/** `root`: of the hash tree over the lines of the wave's groups, each a `CountLine`. */
export type HeadWave = { readonly wave: string; readonly root: string }

/**
 * How many of a group hold a ticket. `salt`: 16 random bytes, base64url: without it the counts of other groups could be
 * guessed from the hashes of a path.
 */
export type CountLine = {
  readonly table: string
  readonly group: string
  readonly eligible: number
  readonly tickets: number
  readonly salt: string
}

/** `witness`: its id in the manifest; `signature`: as the chain's, over `cosignatureText`. */
export type Cosignature = { readonly witness: string; readonly signature: string }
