import { checkinLetters, forgetWhoWasAsked } from '#capabilities/checkins/index.server.ts'
import { removeOldRecords, sendMessages, witnessAudits } from '#capabilities/people/index.server.ts'
import { forgetRooms, freeOldCodes, removeOldRooms, roomLetters } from '#capabilities/rooms/index.server.ts'
import type { QueueName } from '#platform/jobs/jobs.server.ts'
import type { Composition } from '../composition.server.ts'
import type { Undo } from './undo.server.ts'

const minute = 60_000
const oneDay = 24 * 60 * minute

/** Begins the work that comes round by itself: letters each minute, a look at audits and support pages each hour, and what is too old each day. */
export const beginRounds = async (composition: Composition, undo: Undo): Promise<void> => {
  const { jobs, log, support, rooms, checkins } = composition
  await jobs.work('send-messages', () => sendMessages(composition, { ...checkinLetters, ...roomLetters }))
  await jobs.work('remove-old-records', async () => {
    await removeOldRecords(composition, { 'who-was-asked': forgetWhoWasAsked, rooms: removeOldRooms })
    await freeOldCodes({ rooms })
  })
  await jobs.work('forget-rooms', () => forgetRooms({ rooms, steady: checkins.steady }))
  const each = async (every: number, queue: QueueName) => {
    const round = setInterval(() => void jobs.send(queue, {}).catch(() => {}), every).unref()
    undo.add(() => clearInterval(round))
    await jobs.send(queue, {})
  }
  await each(oneDay, 'remove-old-records')
  // What waited for a mail server that was away leaves within a minute of its coming back.
  await each(minute, 'send-messages')
  // Words that go when their room closes go within a minute of it.
  await each(minute, 'forget-rooms')
  const look = async () => {
    await witnessAudits(composition).catch((err) => log.warn({ err }, 'the audits could not be looked at'))
    await support.fill().catch((err) => log.warn({ err }, 'the support pages could not be read'))
  }
  await look()
  const hourly = setInterval(() => void look(), 60 * minute).unref()
  undo.add(() => clearInterval(hourly))
}
