import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import { sha256, toBase64Url, utf8 } from './digest.ts'

/**
 * What a wave promises, made public before it opens. The text is signed as it stands, byte for byte, so it is never
 * written out again: readers keep the text and parse a copy.
 */
export type Manifest = {
  readonly format: 'kith-manifest/1'
  readonly organisation: OrganisationId
  readonly organisationName: string
  readonly wave: WaveId
  readonly title: string
  readonly opensAt: string
  readonly closesAt: string
  readonly collectsUntil: string
  readonly minimumGroup: number
  readonly questionsSha256: string
  readonly planSha256: string
  /** Where ballots go, for everybody alike: a path, or an address of its own. */
  readonly collector: string
  /** The HPKE key to which answers are sealed: raw P-256 point, base64url. */
  readonly waveKey: string
  readonly tables: readonly [
    { readonly table: 'reporting-groups'; readonly groups: number; readonly root: string },
  ]
  readonly eligible: number
  /** The hash of the entry before this one in the organisation's public chain; 32 zero bytes for the first. */
  readonly previous: string
  /** The organisation's signing key: SPKI of a P-256 key, base64url. */
  readonly signer: string
}

/** Groups of up to this many people are shown by name to those in them. */
export const namesShown = 100

/**
 * One group's line under the manifest's root. `people` is the hash of its members' names, sorted, a line each; `units`
 * are the names of the units whose people are counted in it.
 */
export type GroupEntry = {
  readonly table: 'reporting-groups'
  readonly group: string
  readonly name: string
  readonly eligible: number
  readonly keyId: string
  readonly spki: string
  readonly people: string
  readonly units: readonly string[]
}

/** `by` is a role, or a restore of the site: the chain is read by anybody, and who cancelled is told to colleagues only. Format 1 had a name there. */
export type Cancellation = {
  readonly format: 'kith-cancellation/2'
  readonly organisation: OrganisationId
  readonly wave: WaveId
  readonly manifest: string
  readonly by: 'wellbeing-lead' | 'restore'
  readonly why: string
  readonly previous: string
  readonly signer: string
}

export const firstPrevious = toBase64Url(new Uint8Array(32))

export const hashOfText = async (text: string): Promise<string> => toBase64Url(await sha256(utf8(text)))

export const hashOfPeople = (names: readonly string[]): Promise<string> =>
  hashOfText([...names].sort().join('\n'))
