import { listNames } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import type { Checkins } from '../checkins.server.ts'
import { listGroupMembers, listPacketsRows } from '../data/eligible.server.ts'
import type { CheckinPacket } from '../domain/packet.ts'
import { collectsUntil } from '../domain/wave.ts'

/** Beyond this many people names are no list to read; the units are named instead. */
const namesShown = 100

/**
 * What the home page hands to everyone eligible, whether or not she will answer: all that her browser needs to answer
 * without asking again.
 */
export const readPackets = (on: { checkins: Checkins; actor: Actor }): Promise<CheckinPacket[]> => {
  const { checkins, actor } = on
  return checkins.database.inOrganisation(actor.organisation.id, async (tx) => {
    const packets: CheckinPacket[] = []
    for (const row of await listPacketsRows(tx, actor.member.id)) {
      const wave = row.wave as WaveId
      const isReadable = row.group_eligible <= namesShown
      const members = isReadable ? await listGroupMembers(tx, { wave, group: row.group_id }) : []
      const names = await listNames(tx, members)
      // A name that changed since the announcement would not fit the manifest: then no list is better than a wrong one.
      const people = isReadable && names.size === members.length ? [...names.values()].sort() : null
      packets.push({
        organisation: actor.organisation.id,
        slug: actor.organisation.slug,
        organisationName: actor.organisation.name,
        member: actor.member.id,
        wave,
        title: row.title,
        state: row.state === 'open' ? 'open' : 'announced',
        opensAt: row.opens_at.toISOString(),
        closesAt: row.closes_at.toISOString(),
        collectsUntil: collectsUntil({ closesAt: row.closes_at }).toISOString(),
        timeZone: actor.organisation.timeZone,
        hostKind: actor.organisation.hostKind,
        collector: checkins.collectorUrl,
        manifest: row.manifest ?? '',
        signature: row.manifest_signature?.toString('base64url') ?? '',
        entry: row.entry,
        path: row.path,
        people,
        questions: row.questions ?? '',
        units: row.unit_names,
      })
    }
    return packets
  })
}
