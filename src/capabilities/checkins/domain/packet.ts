import type { MemberId, OrganisationId, WaveId } from '#kernel/ids.ts'
import type { GroupCount } from './chain/check-count.ts'
import type { Announcement } from './manifest/check-manifest.ts'
import type { HostKind } from './manifest/manifest.ts'
import type { MerklePath } from './manifest/merkle.ts'

/** Her line under the root of one further table, byte for byte, and its way there. */
export type FurtherLine = { readonly entry: string; readonly path: MerklePath }

/**
 * All that a browser needs to answer a wave without asking the server anything again. It comes with the home page of
 * everyone who is eligible, so that having it says nothing.
 */
export type CheckinPacket = Announcement & {
  readonly organisation: OrganisationId
  readonly slug: string
  readonly organisationName: string
  readonly member: MemberId
  readonly wave: WaveId
  readonly title: string
  readonly state: 'announced' | 'open'
  readonly opensAt: string
  readonly closesAt: string
  readonly collectsUntil: string
  readonly timeZone: string
  readonly hostKind: HostKind
  /** Where ballots go: an absolute address when ballots have a hostname of their own. */
  readonly collector: string
  readonly units: readonly string[]
  /** Where its manifest stands on the public chain. */
  readonly chainNumber: number
  /** How many of her group hold a ticket; null before the first daily head. */
  readonly count: GroupCount | null
  /** Her lines in the further tables, in their order; left out where the wave has none. */
  readonly further?: readonly FurtherLine[]
  /** The names in her categories, by attribute, where they are few enough to be read. */
  readonly furtherPeople?: Readonly<Record<string, readonly string[] | null>>
}
