import { fingerprint } from './manifest/fingerprint.ts'
import type { GroupEntry, Manifest } from './manifest/manifest.ts'
import type { CheckinPacket } from './packet.ts'
import { everyone, readTableName } from './tables/attributes.ts'
import type { Holder } from './trustees/check-trustees.ts'
import { identityWords } from './trustees/identity-words.ts'

/** What nobody can promise about a check-in. Each has a sentence in messages (`promise_cannot_` + code). */
export type CannotPromise =
  | 'served_by_employer'
  | 'served_by_others'
  | 'network'
  | 'device'
  | 'said_yourself'
  | 'small_team'
  | 'invented_people'
  | 'unused_places'
  | 'opened_early'
  | 'trustees_together'
  | 'lost_disk'

/** Somebody who holds a part of the key, with the words by which people check with her that it is hers. */
export type KeyHolder = Holder & { readonly words: readonly string[] }

/** Who can see what, as data; the words stand in messages and say nothing that is not here. */
export type WavePromise = {
  readonly organisation: string
  readonly title: string
  readonly group: string
  readonly people: number
  /** Everybody in the group by name, where it is small enough to be read. */
  readonly names: readonly string[] | undefined
  /** The units whose people are counted in it. */
  readonly units: readonly string[]
  readonly host: CheckinPacket['hostKind']
  readonly minimumGroup: number
  readonly opensAt: string
  readonly closesAt: string
  /** Ballots that are late by no fault of theirs are taken until then; after it all are counted, once. */
  readonly countedAt: string
  readonly timeZone: string
  readonly hasOwnAddress: boolean
  readonly fingerprint: readonly string[]
  /** Those outside without whose signature this browser takes part in nothing. */
  readonly witnesses: readonly string[]
  /** Those without whom nobody can open an answer; none where whoever runs the server could. */
  readonly holders: readonly KeyHolder[]
  /** Until when their parts are waited for; undefined without holders. */
  readonly waitsUntil: string | undefined
  /** Who held the key in the check-in that was seen here before, where that was somebody else. */
  readonly heldBefore: readonly Holder[] | undefined
  /** Where her answers are counted besides: by profession and the like, question by question. */
  readonly further: readonly {
    readonly attribute: string
    readonly id: string
    readonly name: string
    readonly people: number
  }[]
  /** Whether what is sensitive travels apart from everything else. */
  readonly hasApart: boolean
  readonly cannot: readonly CannotPromise[]
}

/**
 * The promise of one wave, from the signed manifest and the group's own line in it: never from what stands around them.
 * `hash` is the manifest's. The packet must have passed `checkPacket`.
 */
export const promiseOf = (given: {
  packet: CheckinPacket
  hash: string
  heldBefore?: readonly Holder[]
}): WavePromise => {
  const { packet, hash } = given
  const manifest = JSON.parse(packet.manifest) as Manifest
  const entry = JSON.parse(packet.entry) as GroupEntry
  const holders = (manifest.trustees ?? []).map(({ office, name, identity }) => ({
    office,
    name,
    identity,
    words: identityWords(identity),
  }))
  // A manifest of format 1 did not say who runs the server.
  const host = manifest.hostKind ?? packet.hostKind
  const sorted = (names: readonly string[]) => [...names].sort((a, b) => a.localeCompare(b))
  return {
    organisation: manifest.organisationName,
    title: manifest.title,
    group: entry.name,
    people: entry.eligible,
    names: packet.people ? sorted(packet.people) : undefined,
    units: sorted(packet.units),
    host,
    minimumGroup: manifest.minimumGroup,
    opensAt: manifest.opensAt,
    closesAt: manifest.closesAt,
    countedAt: manifest.collectsUntil,
    timeZone: packet.timeZone,
    hasOwnAddress: /^https?:/.test(manifest.collector),
    fingerprint: fingerprint(hash),
    witnesses: (manifest.witnesses ?? []).filter(({ isRequired }) => isRequired).map(({ name }) => name),
    holders,
    waitsUntil: manifest.waitsUntil,
    heldBefore: given.heldBefore,
    ...furtherOf(packet),
    cannot: [
      host === 'employer' ? 'served_by_employer' : 'served_by_others',
      'network',
      'device',
      'said_yourself',
      'small_team',
      'invented_people',
      'unused_places',
      holders.length > 0 ? 'trustees_together' : 'opened_early',
      'lost_disk',
    ],
  }
}

const furtherOf = (packet: CheckinPacket): Pick<WavePromise, 'further' | 'hasApart'> => {
  const found = new Map<string, WavePromise['further'][number]>()
  for (const line of packet.further ?? []) {
    const { table, group, name, eligible } = JSON.parse(line.entry) as GroupEntry
    const attribute = readTableName(table)?.attribute
    if (attribute) found.set(attribute, { attribute, id: group, name, people: eligible })
  }
  return {
    further: [...found.values()].filter(({ attribute }) => attribute !== everyone),
    hasApart: found.has(everyone),
  }
}
