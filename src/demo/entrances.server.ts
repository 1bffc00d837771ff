import { randomBytes } from 'node:crypto'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { actorOf } from './found-hospital.server.ts'
import { known } from './staff.ts'

export type DemoLink = { who: string; address: string }

/**
 * A way in for one person of each kind, made afresh at each start and kept in memory alone: when the process ends, so do
 * they.
 */
export const makeEntrances = async (
  site: Composition,
): Promise<{ links: DemoLink[]; demo: NonNullable<Composition['demo']> }> => {
  const entrances = new Map<string, { userId: string; leadsTo: string }>()
  const links: DemoLink[] = []
  for (const [kind, say] of Object.entries(kinds) as [keyof typeof kinds, (typeof kinds)['member']][]) {
    const person = known[kind]
    const actor = await actorOf(site, person)
    if (!actor) throw new Error(`The demo has lost ${person.name}.`)
    const secret = randomBytes(15).toString('base64url')
    const leadsTo = kind === 'operator' ? '/app/operator' : `/app/${actor.organisation.slug}`
    entrances.set(secret, { userId: actor.userId, leadsTo })
    links.push({ who: say({ name: person.name }), address: `${site.settings.publicUrl}/app/demo/${secret}` })
  }
  return { links, demo: { entrance: (secret) => entrances.get(secret) } }
}

const kinds = {
  member: m.demo_who_member,
  lead: m.demo_who_lead,
  wellbeing: m.demo_who_wellbeing,
  administrator: m.demo_who_administrator,
  operator: m.demo_who_operator,
}
