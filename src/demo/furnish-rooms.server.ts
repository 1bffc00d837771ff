import { changeRoles } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { inventRoom } from '#capabilities/rooms/index.demo.server.ts'
import { forgetRooms, planRoom, readRooms, setFollowUp } from '#capabilities/rooms/index.server.ts'
import type { Plan, RoomSettings } from '#capabilities/rooms/index.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { actorOf } from './found-hospital.server.ts'
import { must } from './must.ts'
import { dayOf } from './past-weeks.server.ts'
import { inRoom, underWay, wholeSession } from './room-scripts.ts'
import { known } from './staff.ts'

const day = 86_400_000
const settings: RoomSettings = {
  naming: 'name',
  door: 'members',
  keepsWordsDays: 0,
  hasCaptions: false,
  isPractice: false,
}
const session = ['welcome', 'wise-crowds-small', 'debrief', 'closing']

/**
 * A room planned for next week, one that is open now with groups at work, and one that was held last week, with its
 * record. What is there already is left as it is; an open one that ended by itself is followed by another.
 */
export const furnishRooms = async (
  site: Composition,
  given: { lead: Actor; administrator: Actor },
): Promise<void> => {
  const actor = await facilitatorOf(site, given)
  const on = { rooms: site.rooms, actor }
  const now = site.clock.now()
  const { rooms } = must(await readRooms(on))
  const isThere = (state: string) => rooms.some((room) => room.state === state)
  const wish = (title: string, over: { plannedFor?: string; settings?: Partial<RoomSettings> } = {}) => ({
    title,
    plan: planOf(site),
    settings: { ...settings, ...over.settings },
    plannedFor: over.plannedFor ?? null,
  })
  const people = await peopleOf(site, actor)
  if (!isThere('planned')) {
    const plannedFor = new Date(now.getTime() + 7 * day).toISOString()
    must(await planRoom(on, { wish: wish(m.demo_room_planned(), { plannedFor }) }))
  }
  if (!isThere('over')) {
    const beganAt = new Date(now.getTime() - 7 * day)
    const held = { wish: wish(m.demo_room_past()), beganAt, people, script: wholeSession, nameOf }
    const { room } = must(await inventRoom(on, held))
    await forgetRooms({ rooms: site.rooms, steady: site.checkins.steady })
    const form = { on: dayOf(now).add({ days: 14 }).toString(), words: m.demo_room_follow_up() }
    must(await setFollowUp(on, { room, form }))
  }
  if (!isThere('open')) {
    // Nobody known sits there yet: whoever enters comes by her own door.
    const others = people.map((one, at) => (at === 0 ? one : { ...one, member: null })).slice(0, -1)
    const beganAt = new Date(now.getTime() - 9 * 60_000)
    const running = { wish: wish(m.demo_room_open()), beganAt, people: others, script: underWay, nameOf }
    must(await inventRoom(on, running))
  }
}

const nameOf = (number: number) => m.room_group_name({ number })

const facilitatorOf = async (
  site: Composition,
  { lead, administrator }: { lead: Actor; administrator: Actor },
): Promise<Actor> => {
  if (lead.roles.includes('facilitator')) return lead
  const form = { member: lead.member.id, roles: ['wellbeing-lead', 'facilitator'] }
  must(await changeRoles(site, { actor: administrator, form }))
  const again = await actorOf(site, known.wellbeing)
  if (!again) throw new Error('The demo has lost its facilitator.')
  return again
}

/** The host first; two of the others are people whom the sign-in links lead to. */
const peopleOf = async (site: Composition, host: Actor) => {
  const members = new Map<string, Actor | undefined>([
    ['Amara', await actorOf(site, known.member)],
    ['Jonas', await actorOf(site, known.lead)],
  ])
  return [
    { name: host.member.name, profession: '', member: host.member.id },
    ...inRoom.map((one) => ({ ...one, member: members.get(one.name)?.member.id ?? null })),
  ]
}

const planOf = (site: Composition): Plan => ({
  blocks: session.map((name, at) => {
    const shipped = site.rooms.formats.get(name)
    if (!shipped) throw new Error(`The demo misses the format ${name}.`)
    const { format, block } = shipped
    return {
      id: `part-${at + 1}`,
      kind: block,
      title: format.title.en ?? name,
      about: '',
      format,
      spread: 'new-people',
    }
  }),
})
