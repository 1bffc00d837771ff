import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import { sha256, toBase64Url, utf8 } from './digest.ts'
import { keyOfName } from './key-of-name.ts'

/**
 * What a wave promises, made public before it opens. The text is signed as it stands, byte for byte, so it is never
 * written out again: readers keep the text and parse a copy.
 */
export type Manifest = {
  /**
   * Format 1 had neither trustees, nor witnesses, nor a kind of host; it is read as having none. Up to format 2 the roots
   * stood over the whole entries of the groups. Tickets are asked for from format 3 only.
   */
  readonly format: 'kith-manifest/1' | 'kith-manifest/2' | 'kith-manifest/3'
  readonly organisation: OrganisationId
  /** Where it stands on the public chain, from format 3 on: what stands between two of them is counted by them. */
  readonly number?: number
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
  /** The reporting groups first. Each table has keys, tickets and ballots of its own. */
  readonly tables: readonly ManifestTable[]
  readonly eligible: number
  /** Who runs the server, in whose words the promise is made. */
  readonly hostKind?: HostKind
  /** Those without whom nobody can open an answer; none: whoever runs the server could. */
  readonly trustees?: readonly Trustee[]
  /** Until when their parts are waited for; then the answers are destroyed unread. Only where there are trustees. */
  readonly waitsUntil?: string
  /** Those outside the organisation whose signatures stand beside its own. */
  readonly witnesses?: readonly Witness[]
  /** The hash of the entry before this one in the organisation's public chain; 32 zero bytes for the first. */
  readonly previous: string
  /** The organisation's signing key: SPKI of a P-256 key, base64url. */
  readonly signer: string
}

/** What is written now. Under the roots of earlier formats nobody could see whether a group stood twice. */
export const manifestFormat = 'kith-manifest/3' satisfies Manifest['format']

/** One table of results: its groups partition everyone asked. `root`: of the hash tree over the groups' lines (`lineOf`). */
export type ManifestTable = { readonly table: string; readonly groups: number; readonly root: string }

export type HostKind = 'employer' | 'independent' | 'members'

/**
 * Somebody who holds a part of the key of a wave. Points are raw P-256, signatures ECDSA with SHA-256, all in base64url.
 * The sum of all trustees' `publicKey` is the wave key. `identity` stays the same from wave to wave: it is what people
 * compare. `slot` says from which place of her code the part comes; `proof` is signed by the part, `voucher` by the
 * identity.
 */
export type Trustee = {
  readonly office: 'data-protection' | 'staff'
  readonly name: string
  readonly identity: string
  readonly slot: string
  readonly publicKey: string
  readonly proof: string
  readonly voucher: string
}

/** `publicKey`: SPKI of a P-256 key, base64url. */
export type Witness = {
  readonly id: string
  readonly name: string
  readonly publicKey: string
  /** Whether browsers ask for its signature before they ask for a ticket. */
  readonly isRequired: boolean
}

/** Groups of up to this many people are shown by name to those in them. */
export const namesShown = 100

/**
 * One group, as its members get it; its line stands under the manifest's root. `people` is the hash of its members' names
 * as `keyOfName` has them, sorted, a line each; `units` are the names of the units whose people are counted in it.
 */
export type GroupEntry = {
  readonly table: string
  readonly group: string
  readonly name: string
  readonly eligible: number
  readonly keyId: string
  readonly spki: string
  readonly people: string
  readonly units: readonly string[]
  /** How its people answer; left out: on devices. Never both in one wave. */
  readonly way?: GroupWay
}

export type GroupWay = 'devices' | 'paper'

/**
 * `by` is a role, a restore of the site, or `not-released`: the trustees' parts did not come in time, or `not-signed`:
 * a witness's signature did not, or `not-readable`: its answers were lost. The chain is read by
 * anybody, and who cancelled is told to colleagues only. Format 1 had a name there.
 */
export type Cancellation = {
  readonly format: 'kith-cancellation/2'
  readonly organisation: OrganisationId
  readonly wave: WaveId
  readonly manifest: string
  readonly by: 'wellbeing-lead' | 'restore' | 'not-released' | 'not-signed' | 'not-readable'
  readonly why: string
  readonly previous: string
  readonly signer: string
}

export const firstPrevious = toBase64Url(new Uint8Array(32))

export const hashOfText = async (text: string): Promise<string> => toBase64Url(await sha256(utf8(text)))

/** Alike for the same people, however blanks and capitals in their names are written. */
export const hashOfPeople = (names: readonly string[]): Promise<string> =>
  hashOfText(names.map(keyOfName).sort().join('\n'))
