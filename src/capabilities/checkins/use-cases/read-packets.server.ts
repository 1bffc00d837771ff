import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { listPacketsRows } from '../data/eligible.server.ts'
import type { Manifest } from '../domain/manifest/manifest.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { collectsUntil } from '../domain/wave.ts'

/**
 * What the home page hands to everyone eligible, whether or not she will answer: all that her browser needs to answer
 * without asking again.
 */
export const readPackets = (on: { checkins: Checkins; actor: Actor }): Promise<CheckinPacket[]> => {
  const { checkins, actor } = on
  return checkins.database.inOrganisation(actor.organisation.id, async (tx) => {
    const packets: CheckinPacket[] = []
    for (const row of await listPacketsRows(tx, actor.member.id)) {
      packets.push({
        organisation: actor.organisation.id,
        slug: actor.organisation.slug,
        organisationName: actor.organisation.name,
        member: actor.member.id,
        wave: row.wave as WaveId,
        title: row.title,
        state: row.state === 'open' ? 'open' : 'announced',
        opensAt: row.opens_at.toISOString(),
        closesAt: row.closes_at.toISOString(),
        collectsUntil: collectsUntil({ closesAt: row.closes_at }).toISOString(),
        timeZone: actor.organisation.timeZone,
        hostKind: actor.organisation.hostKind,
        collector: (JSON.parse(row.manifest ?? '{}') as Partial<Manifest>).collector ?? '',
        manifest: row.manifest ?? '',
        signature: row.manifest_signature?.toString('base64url') ?? '',
        entry: row.entry,
        path: row.path,
        people: row.people,
        questions: row.questions ?? '',
        units: row.unit_names,
      })
    }
    return packets
  })
}
