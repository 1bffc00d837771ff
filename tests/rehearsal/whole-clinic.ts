import {
  actOnSeries,
  draftWave,
  keepSeries,
  previewSeries,
  readWaves,
} from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { enterRoom, forgetRooms, openRoom, planRoom, press } from '#capabilities/rooms/index.server.ts'
import {
  announceOn,
  bringIn,
  foundFirst,
  joinAs,
  type Organised,
  passTo,
  staffList,
} from './people-on-site.ts'
import { wishFor } from './rooms.ts'
import { eventually, type RunningSite } from './running-site.ts'
import { answerAsStaff, staffOf } from './staff-answers.ts'
import { usualForm } from './wave.ts'

/** An organisation in which every page has something on it. */
export type WholeClinic = Organised & {
  /** Headers that begin a session as somebody without any role. */
  memberEnters: Headers
  member: Actor
  waves: { released: string; open: string; draft: string }
  /** A series that is paused, so that it makes no check-in by itself. */
  series: string
  /** A room that is open, entered by a code and led by the founder. */
  room: { room: string; code: string }
  roomOver: string
}

/** Two teams, a release, a check-in that is open and one that is a draft; its clock stands in the open one. */
export const furnishClinic = async (
  running: RunningSite,
  wish: { name?: string; title?: string; list?: string; member?: string } = {},
): Promise<WholeClinic> => {
  const { name = 'Alder Bridge', title = 'November', member = 'Surgery 1' } = wish
  const clinic = await foundFirst(running, name)
  const list = wish.list ?? staffList({ Surgery: 9, Maternity: 8 })
  await bringIn(running, { to: clinic, list })
  const memberEnters = (await joinAs(running, { to: clinic, names: [member] })).get(member)
  const staff = await staffOf(running, clinic.slug)
  const who = staff.find((one) => one.member.name === member)
  if (!memberEnters || !who) throw new Error('Nobody joined.')

  const released = await announceOn(running, { to: clinic, form: { title } })
  await passTo(running, { to: clinic, wave: released, at: '2026-11-23T08:30:00Z', state: 'open' })
  await answerAsStaff(running, { people: staff, wave: released })
  await passTo(running, { to: clinic, wave: released, at: '2026-11-30T20:01:00Z', state: 'released' })
  const later = {
    title: `${title.slice(0, 100)} again`,
    opens: '2026-12-07T06:00',
    closes: '2026-12-13T20:00',
  }
  const open = await announceOn(running, { to: clinic, form: later })
  await passTo(running, { to: clinic, wave: open, at: '2026-12-07T08:30:00Z', state: 'open' })
  const drafted = await draftWave(
    { form: { ...usualForm, title: 'A plan', opens: '2027-01-04T06:00', closes: '2027-01-10T20:00' } },
    { checkins: running.site.composition.checkins, actor: clinic.founder },
  )
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.refusal))
  // A worker writes down how far the keys have come: whoever compares what is stored wants that to be over.
  await eventually(
    async () => {
      const { waves } = await readWaves({
        checkins: running.site.composition.checkins,
        actor: clinic.founder,
      })
      return waves.every(({ keysMade, keysWanted }) => keysMade >= keysWanted)
    },
    { what: 'the keys of the draft', patience: 90_000 },
  )
  const series = await pausedSeries(running, clinic.founder)
  const room = await openedRoomOf(running, clinic.founder)
  return {
    ...clinic,
    memberEnters,
    member: who,
    waves: { released, open, draft: drafted.value.wave },
    series,
    room,
    roomOver: await endedRoomOf(running, clinic.founder),
  }
}

const openedRoomOf = async (running: RunningSite, actor: Actor) => {
  const { rooms } = running.site.composition
  const planned = await planRoom({ rooms, actor }, { wish: wishFor(rooms) })
  if (!planned.ok) throw new Error(JSON.stringify(planned.refusal))
  await openRoom({ rooms, actor }, planned.value)
  return planned.value
}

/** A room that was held: its record can be read. */
const endedRoomOf = async (running: RunningSite, actor: Actor): Promise<string> => {
  const { rooms } = running.site.composition
  const { room } = await openedRoomOf(running, actor)
  const entered = await enterRoom({ rooms, actor }, { room })
  if (!entered.ok) throw new Error(JSON.stringify(entered.refusal))
  const { code, secret } = entered.value
  const sent = { id: crypto.randomUUID(), command: { do: 'end' } }
  const ended = await press({ rooms }, { code, secret, sent })
  if (!ended.ok) throw new Error(JSON.stringify(ended.refusal))
  // What comes round each minute would else happen while somebody compares what is there.
  await forgetRooms({ rooms, steady: running.site.composition.checkins.steady })
  return room
}

const pausedSeries = async (running: RunningSite, actor: Actor): Promise<string> => {
  const on = { checkins: running.site.composition.checkins, actor }
  const fields = {
    title: 'Every week',
    instrument: 'weekly-five',
    who: 'everybody',
    audience: [],
    minimumGroup: 5,
    rhythm: 'weekly',
    firstOn: '2027-01-11',
    opensTime: '06:00',
    daysOpen: 5,
    holidays: '2027-01-18',
    onHoliday: 'move',
    reminds: true,
    paper: [],
  } as const
  const seen = await previewSeries({ fields }, on)
  const kept = seen.ok ? await keepSeries({ fields, seal: seen.value.seal }, on) : seen
  if (!kept.ok) throw new Error(JSON.stringify(kept.refusal))
  await actOnSeries({ series: kept.value.series, act: 'pause' }, on)
  return kept.value.series
}
