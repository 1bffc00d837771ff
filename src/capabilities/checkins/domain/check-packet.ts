import { accept, type Result, refuse } from '#kernel/result.ts'
import { checkAnnouncement, type ManifestRefusal } from './manifest/check-manifest.ts'
import type { GroupEntry, Manifest } from './manifest/manifest.ts'
import type { CheckinPacket } from './packet.ts'
import { checkFurther } from './tables/check-further.ts'
import {
  checkTrustees,
  type Holder,
  type KnownHolders,
  type TrusteesRefusal,
} from './trustees/check-trustees.ts'

export type PacketRefusal =
  | ManifestRefusal
  | TrusteesRefusal
  | 'manifest/another-wave'
  | 'manifest/changed'
  /** The group's key is not one that a ticket may be asked from. */
  | 'manifest/key-not-usable'
  /** A further table is missing, too small, or not what was announced to everybody. */
  | 'manifest/tables-differ'

/** What this browser remembers from earlier: the organisation's signer, and the first manifest of this wave. */
export type Remembered = {
  readonly signer: string | undefined
  readonly manifestHash: string | undefined
  /** Who held the key of the organisation's check-ins when this browser last looked. */
  readonly holders?: KnownHolders | undefined
}

/** A packet that stood every check, with what is to be remembered of it. */
export type CheckedPacket = {
  readonly entry: GroupEntry
  readonly hash: string
  readonly signer: string
  readonly waveKey: string
  readonly holders: KnownHolders
  /** Who held the key before, where that was somebody else. */
  readonly heldBefore: readonly Holder[] | undefined
}

/** Whether all that the page will say, and where the ballot will go, is what was announced to everybody. */
const isTold = (packet: CheckinPacket, said: { manifest: Manifest; entry: GroupEntry }): boolean => {
  const { manifest, entry } = said
  return (
    packet.title === manifest.title &&
    packet.opensAt === manifest.opensAt &&
    packet.closesAt === manifest.closesAt &&
    packet.collectsUntil === manifest.collectsUntil &&
    JSON.stringify(packet.units) === JSON.stringify(entry.units) &&
    packet.collector === manifest.collector &&
    // Who runs the server changes what can be promised; a manifest of format 1 did not say.
    (manifest.hostKind ?? packet.hostKind) === packet.hostKind &&
    // One address for everybody: nothing that could be different for each.
    /^(https?:\/\/[^/@?#]+)?\/a\/ballots$/.test(packet.collector)
  )
}

/** What a packet must pass before this browser asks for anything: it is announced, for this wave, and as at first sight. */
export const checkPacket = async (
  packet: CheckinPacket,
  known: Remembered,
): Promise<Result<CheckedPacket, PacketRefusal>> => {
  const checked = await checkAnnouncement(packet, { signer: known.signer })
  if (!checked.ok) return checked
  const { manifest, entry, hash } = checked.value
  const isThis = manifest.wave === packet.wave && manifest.organisation === packet.organisation
  const waits = manifest.trustees?.length ? [manifest.waitsUntil ?? ''] : []
  const times = [manifest.opensAt, manifest.closesAt, manifest.collectsUntil, ...waits]
  if (!isThis || times.some((time) => Number.isNaN(Date.parse(time)))) return refuse('manifest/another-wave')
  // Its people have a sheet each: a ticket besides would be a second answer.
  if (entry.way === 'paper') return refuse('manifest/key-not-usable')
  if (!isTold(packet, { manifest, entry })) return refuse('manifest/changed')
  if (!(await checkFurther(packet, manifest))) return refuse('manifest/tables-differ')
  if (known.manifestHash !== undefined && known.manifestHash !== hash) return refuse('manifest/changed')
  const held = await checkTrustees(manifest, known.holders)
  if (!held.ok) return held
  const { before: heldBefore, remember: holders } = held.value
  const { signer, waveKey } = manifest
  return accept({ entry, hash, signer, waveKey, holders, heldBefore })
}
