import { readPackets, readPaperCheckins, readReleaseHeads } from '#capabilities/checkins/index.server.ts'
import { hashOfText } from '#capabilities/checkins/index.ts'
import { remindOfSupport } from '#capabilities/people/index.server.ts'
import { present } from '../../here.server.ts'
import type { PageServerLoad } from './$types'
import { todayAt } from './greeting.ts'

export const load: PageServerLoad = async (event) => {
  const site = present(event)
  const { checkins, actor, clock } = site
  const { organisation, member } = actor
  const [packets, onPaper, [latest]] = await Promise.all([
    readPackets({ checkins, actor }),
    readPaperCheckins({ checkins, actor }),
    readReleaseHeads({ checkins, actor }),
  ])
  return {
    name: member.ownName,
    isCommons: organisation.isCommons,
    isByProvider: actor.isByProvider === true,
    member: member.id,
    organisation: organisation.id,
    slug: organisation.slug,
    timeZone: organisation.timeZone,
    today: todayAt({ now: clock.now(), zone: organisation.timeZone }),
    packets: await Promise.all(
      packets.map(async (packet) => ({ packet, hash: await hashOfText(packet.manifest) })),
    ),
    onPaper,
    support: await remindOfSupport(site, { actor }),
    latest: latest && {
      wave: latest.wave,
      title: latest.title,
      publishedAt: latest.publishedAt.toISOString(),
    },
  }
}
