import { join } from 'node:path'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import type { Clock } from '#platform/clock.ts'
import { findCode } from '#platform/codes/room-codes.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Jobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { Mail } from '#platform/mail/mail.server.ts'
import type { Attempts } from '#platform/sign-in/attempts.server.ts'
import { loadDilemmas } from '../content/load-dilemmas.server.ts'
import { loadFormats } from '../content/load-formats.server.ts'
import { loadPlans } from '../content/load-plans.server.ts'
import { listRooms, listRunningRooms } from '../data/rooms.server.ts'
import { openHall } from '../hall/hall.server.ts'
import { openOffers } from '../hall/offers.server.ts'
import { openRoomFromLog } from '../hall/open-room.server.ts'
import { createRoomsHttp, servesRooms } from '../hall/rooms-http.server.ts'
import { destroyBoxes, roomsWithBoxes } from '../live/polls/box-files.server.ts'
import { openStreams } from '../live/stream.server.ts'
import type { Rooms } from '../rooms.server.ts'
import { offerSeat, takeOfferedSeat } from './seats/carry-seat.server.ts'
import { findSeated } from './seats/find-seat.server.ts'
import { press } from './seats/press.server.ts'
import { readEarlier } from './seats/read-seat.server.ts'
import { takeTicket, takeVote } from './seats/vote.server.ts'

const content = join(import.meta.dirname, '../../../../content')

/** Builds what rooms need while the site runs, and opens those that are under way, so that their bells ring. */
export const openRooms = async (on: {
  database: Database
  clock: Clock
  log: Log
  jobs: Pick<Jobs, 'send'>
  mail: Pick<Mail, 'send'>
  attempts: Attempts
  publicUrl: string
  dataDir: string
}): Promise<Rooms> => {
  const { database, clock, log } = on
  const failed = (err: unknown) => log.error({ err }, 'a press in a room failed')
  const streams = openStreams()
  const ballots = join(on.dataDir, 'rooms')
  const hall = openHall({
    lookUp: (code) => findCode(database, code),
    open: (key) => openRoomFromLog(key, { database, clock, log, ballots }),
  })
  const formats = await loadFormats({ folder: join(content, 'formats') })
  const rooms: Rooms = {
    ...on,
    formats,
    plans: await loadPlans({ folder: join(content, 'plans'), formats }),
    dilemmas: await loadDilemmas({ folder: join(content, 'dilemmas') }),
    hall,
    ballots,
    offers: openOffers({ clock }),
    serves: servesRooms,
    answer: (request, response) => answer(request, response),
    hangUp: streams.hangUp,
    close: async () => {
      streams.close()
      await hall.close()
    },
  }
  const site = { rooms }
  const answer = createRoomsHttp({
    doors: {
      findSeated: (asked) => findSeated(site, asked),
      press: (asked) => press(site, asked),
      takeTicket: (asked) => takeTicket(site, asked),
      takeVote: (asked) => takeVote(site, asked),
      readEarlier: (asked) => readEarlier(site, asked),
      offerSeat: (asked) => offerSeat(site, asked),
      takeOfferedSeat: (asked) => takeOfferedSeat(site, asked),
    },
    streams,
    origin: new URL(on.publicUrl).origin,
    failed,
  })
  await sweepBallots(rooms)
  await openThoseUnderWay(rooms)
  return rooms
}

/** A room that is over or gone keeps no votes, also where a kill left some. */
const sweepBallots = async ({ database, ballots, log }: Rooms) => {
  const open = new Set<string>()
  for (const { id } of await listOrganisations(database))
    for (const room of await database.inOrganisation(id, (tx) => listRooms(tx, ['open']))) open.add(room.id)
  for (const room of (await roomsWithBoxes(ballots)).filter((one) => !open.has(one)))
    await destroyBoxes({ folder: ballots, room }).catch((err: unknown) =>
      log.error({ err }, 'votes of a room that is over could not be destroyed'),
    )
}

/** After a restart nobody may come for a while; the clocks go on, and steps end when they are over. */
const openThoseUnderWay = async ({ database, hall, log }: Rooms) => {
  for (const { id: organisation } of await listOrganisations(database)) {
    const under = await database.inOrganisation(organisation, listRunningRooms)
    for (const room of under)
      await hall
        .enter({ organisation, room })
        .catch((err: unknown) => log.error({ err }, 'a room could not be opened again'))
  }
}
