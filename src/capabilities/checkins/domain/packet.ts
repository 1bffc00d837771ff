import type { MemberId, OrganisationId, WaveId } from '#kernel/ids.ts'
import type { GroupCount } from './chain/check-count.ts'
import type { Announcement } from './manifest/check-manifest.ts'
import type { HostKind } from './manifest/manifest.ts'

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
}
