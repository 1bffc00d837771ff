import { listEntries } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { MemberId, WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { listPacketsRows, type PacketRow } from '../data/eligible.server.ts'
import { type FurtherRow, listFurtherRows } from '../data/further.server.ts'
import type { Manifest } from '../domain/manifest/manifest.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { collectsUntil } from '../domain/wave.ts'

/** What of an organisation stands in every packet. */
export type CarryingOrganisation = Pick<
  Actor['organisation'],
  'id' | 'slug' | 'name' | 'timeZone' | 'hostKind'
>

/**
 * What the home page hands to everyone eligible, whether or not she will answer: all that her browser needs to answer
 * without asking again.
 */
export const readPackets = (on: { checkins: Checkins; actor: Actor }): Promise<CheckinPacket[]> => {
  const { checkins, actor } = on
  return checkins.database.inOrganisation(actor.organisation.id, async (tx) => {
    const entries = await listEntries(tx, actor.member.id)
    const rows = await listPacketsRows(tx, entries)
    // Where two entries that were merged are both asked, she is counted where her own entry stands.
    const own = new Map(
      rows
        .sort((a, b) => entries.indexOf(b.member as MemberId) - entries.indexOf(a.member as MemberId))
        .map((row) => [row.wave, row]),
    )
    const packets: CheckinPacket[] = []
    for (const row of [...own.values()].sort((a, b) => a.opens_at.getTime() - b.opens_at.getTime())) {
      const further = furtherOf(await listFurtherRows(tx, row))
      packets.push({ ...packetOf(row, actor.organisation), ...further, member: actor.member.id })
    }
    return packets
  })
}

export const furtherOf = (rows: readonly FurtherRow[]): Pick<CheckinPacket, 'further' | 'furtherPeople'> =>
  rows.length === 0
    ? {}
    : {
        further: rows.map(({ entry, path }) => ({ entry, path })),
        furtherPeople: Object.fromEntries(rows.map(({ attribute, people }) => [attribute, people])),
      }

/** A packet without its owner: what each of a group has. */
export const packetOf = (
  row: PacketRow,
  organisation: CarryingOrganisation,
): Omit<CheckinPacket, 'member'> => ({
  organisation: organisation.id,
  slug: organisation.slug,
  organisationName: organisation.name,
  wave: row.wave as WaveId,
  title: row.title,
  state: row.state === 'open' ? 'open' : 'announced',
  opensAt: row.opens_at.toISOString(),
  closesAt: row.closes_at.toISOString(),
  collectsUntil: collectsUntil({ closesAt: row.closes_at }).toISOString(),
  timeZone: organisation.timeZone,
  hostKind: organisation.hostKind,
  collector: (JSON.parse(row.manifest ?? '{}') as Partial<Manifest>).collector ?? '',
  manifest: row.manifest ?? '',
  signature: row.manifest_signature?.toString('base64url') ?? '',
  entry: row.entry,
  path: row.path,
  people: row.people,
  questions: row.questions ?? '',
  units: row.unit_names,
  chainNumber: row.chain_number,
  count: row.head === null ? null : { head: row.head, line: row.head_line ?? '', path: row.head_path ?? [] },
})
