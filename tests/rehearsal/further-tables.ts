import { sql } from 'kysely'
import { keyOf } from '#capabilities/checkins/client/member.client.ts'
import { memoryStore } from '#capabilities/checkins/client/memory-store.client.ts'
import { keepPackets } from '#capabilities/checkins/client/packets.client.ts'
import type { Store } from '#capabilities/checkins/client/store.client.ts'
import { collectTicket } from '#capabilities/checkins/client/ticket.client.ts'
import type { CheckinPacket } from '#capabilities/checkins/domain/packet.ts'
import type { KeptPacket, KeptTicket } from '#capabilities/checkins/domain/standing.ts'
import { issueTickets, readPackets } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from './clinic.ts'
import type { Rehearsal } from './site.ts'
import { announcedWave } from './wave.ts'

/** Two teams of so many each, half nurses and half doctors, in two places, and a check-in by both, announced. */
export const announceWithTables = async (
  site: Rehearsal,
  on: { team: number },
): Promise<{ clinic: Clinic; wave: WaveId }> => {
  const clinic = await makeClinic(site.database, { sizes: { Surgery: on.team, Maternity: on.team } })
  await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    for (const [at, { id }] of clinic.members.entries())
      await sql`update org.member set profession = ${at % 2 ? 'Nurse' : 'Doctor'},
        workplace = ${at % 4 < 2 ? 'Riverside' : 'Main building'} where id = ${id}::uuid`.execute(tx)
  })
  const form = { furtherTables: ['profession', 'workplace'] }
  return { clinic, wave: await announcedWave({ site, actor: clinic.lead, form }) }
}

export type Visit = {
  key: string
  packet: KeptPacket
  ticket: KeptTicket | undefined
  /** How many tickets were asked for, one for each table; none where nothing was asked. */
  asked: number
}

/**
 * The home page of a member, with the code of the real one: her packet, as the server sends it or as `lie` changes it, and
 * all tickets at once, in her browser.
 */
export const visitHome = async (
  site: Pick<Rehearsal, 'checkins' | 'clock'>,
  given: {
    wave: WaveId
    actor: ReturnType<Clinic['actorOf']>
    store?: Store
    lie?: (packet: CheckinPacket) => CheckinPacket
  },
): Promise<Visit> => {
  const { wave, actor, store = memoryStore(), lie = (packet: CheckinPacket) => packet } = given
  const on = { checkins: site.checkins, actor }
  const packets = (await readPackets(on)).map(lie)
  const who = {
    organisation: actor.organisation.id,
    member: actor.member.id,
    now: site.clock.now().getTime(),
  }
  const [packet] = await keepPackets(store, { packets, ...who })
  if (!packet) throw new Error('This member is not asked.')
  let asked = 0
  await collectTicket(store, {
    kept: packet,
    ask: async ({ tickets }) => {
      asked += tickets.length
      const issued = await issueTickets({ wave, request: { tickets } }, on)
      return issued.ok ? issued.value : { code: issued.refusal.code }
    },
  })
  const key = keyOf(packet.packet)
  const ticket = await store.change((box) => box.get('tickets', key))
  return { key, packet, ticket, asked }
}
