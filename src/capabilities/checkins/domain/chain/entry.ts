import type { Witness } from '../manifest/manifest.ts'
import type { AuditHead, Cosignature, HeadWave } from './parts.ts'

/** One entry of an organisation's public chain, as it is served. `body` is signed and hashed byte for byte. */
export type ChainEntry = {
  readonly number: number
  readonly kind: string
  readonly wave: string | null
  readonly body: string
  /** ECDSA P-256 with SHA-256 over `body`, r and s of 32 bytes each, base64url. */
  readonly signature: string
  /** SHA-256 of `body`, base64url. */
  readonly hash: string
  readonly cosignatures: readonly Cosignature[]
}

/** A part of the chain. Pages begin at fixed numbers, so that what somebody asks for says little about her. */
export type ChainPage = {
  readonly format: 'kith-chain/1'
  readonly organisation: string
  readonly name: string
  readonly from: number
  readonly entries: readonly ChainEntry[]
  /** Where the page after this one begins; null where the chain ends here. */
  readonly next: number | null
}

export const pageSize = 25

/** @returns where the page begins that holds entry `number`. Numbers count from 1. */
export const pageOf = (number: number): number =>
  Math.floor((Math.max(1, number) - 1) / pageSize) * pageSize + 1

/** Who co-signs from here on: the whole list, each time. */
export type WitnessList = {
  readonly format: 'kith-witnesses/1'
  readonly organisation: string
  readonly witnesses: readonly Witness[]
  readonly previous: string
  readonly signer: string
}

/** Once a day while a check-in is announced or open. */
export type DailyHead = {
  readonly format: 'kith-head/1'
  readonly organisation: string
  /** As YYYY-MM-DD, by the clock of the organisation. */
  readonly day: string
  /** How the organisation's audit ended; null while it was empty. */
  readonly audit: AuditHead | null
  readonly waves: readonly HeadWave[]
  readonly previous: string
  readonly signer: string
}
