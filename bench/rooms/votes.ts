import pg from 'pg'
import { enterRoom, openRooms } from '#capabilities/rooms/index.server.ts'
import { boxFilesOf, readKey } from '#capabilities/rooms/live/polls/box-files.server.ts'
import { systemClock } from '#platform/clock.ts'
import { openDatabase } from '#platform/database/database.server.ts'
import { silentLog } from '#platform/log/log.server.ts'
import { createAttempts } from '#platform/sign-in/attempts.server.ts'
import { makeClinic } from '#tests/rehearsal/clinic.ts'
import { addressIn, makeDataFolder, startOwnDatabase } from '#tests/rehearsal/own-folder.ts'
import { must, openedRoom } from '#tests/rehearsal/rooms.ts'
import { anonymousBallots } from './anonymous-ballots.ts'

const PEOPLE = 2_000
const VOTES = 6_000
const AT_ONCE = 512

/** A room of two thousand on a durable database and a real disk, and ways to vote in it; each says votes a second. */
export const openVotingBench = async () => {
  const folder = makeDataFolder()
  const engine = await startOwnDatabase(folder.dataDir)
  const address = addressIn(folder.dataDir)
  const database = openDatabase({ address, log: silentLog })
  const rooms = await openRooms({
    ...{ database, clock: systemClock, log: silentLog, dataDir: folder.dataDir },
    ...{ jobs: { send: async () => {} }, mail: { send: async () => {} } },
    attempts: createAttempts({ clock: systemClock }),
    publicUrl: 'http://localhost:3000',
  })
  const clinic = await makeClinic(database, { sizes: { Surgery: 3 } })
  const host = { ...clinic.lead, roles: ['facilitator' as const] }
  const { room, code } = await openedRoom({ rooms, host })
  must(await enterRoom({ rooms, actor: host }, { room }))
  const open = await rooms.hall.enterByCode(code)
  if (!open) throw new Error('The room is not there.')
  const { live } = open
  const [leader] = live.run.hosts
  await Promise.all(
    Array.from({ length: PEOPLE }, (_, at) => {
      const command = {
        do: 'sit',
        seat: at + 2,
        name: `P${at}`,
        profession: '',
        isHost: false,
        held: {},
      } as const
      return live.act({ by: 'house', command })
    }),
  )
  const ask = async (id: string, secrecy: 'named' | 'anonymous') => {
    const poll = { id, kind: 'single', question: 'How was it?', options: ['Good', 'Hard'], secrecy } as const
    await live.act({ by: leader ?? 1, command: { do: 'open-poll', poll } })
    while (secrecy === 'anonymous' && !live.run.polls.get(id)?.key)
      await new Promise((resolve) => setTimeout(resolve, 20))
  }
  const plain = new pg.Pool({ ...address.forRole('owner'), max: 16 })
  await plain.query('create table bench_vote (room uuid, seat integer, choice jsonb)')
  let asked = 0

  return {
    byName: async () => {
      asked += 1
      const poll = `n${asked}`
      await ask(poll, 'named')
      return rateOf(async (at) => {
        const command = { do: 'vote', poll, choice: { picks: [at % 2] } } as const
        must(await live.act({ by: 2 + (at % PEOPLE), command, id: crypto.randomUUID() }))
      })
    },
    withoutNames: async () => {
      asked += 1
      const poll = `a${asked}`
      await ask(poll, 'anonymous')
      const pkcs8 = await readKey(boxFilesOf({ folder: rooms.ballots, room, poll }).key)
      if (!pkcs8) throw new Error('There is no key.')
      const ballots = anonymousBallots({ poll, pkcs8, count: VOTES, choice: { picks: [1] } })
      const rate = await rateOf(async (at) => must(await live.votes.vote(ballots[at])))
      await live.act({ by: leader ?? 1, command: { do: 'close-poll', poll } })
      return rate
    },
    asRows: () =>
      rateOf((at) =>
        plain.query('insert into bench_vote values ($1, $2, $3)', [room, at, JSON.stringify({ picks: [1] })]),
      ),
    end: async () => {
      await plain.end()
      await rooms.close()
      await database.close()
      await engine.stop()
      folder.remove()
    },
  }
}

/** Votes a second, and the processor time of this process for each, in µs: what is left of a rate on a busy machine. */
export type Rate = { aSecond: number; cost: number }

const rateOf = async (vote: (at: number) => Promise<unknown>): Promise<Rate> => {
  let next = 0
  const began = performance.now()
  const cpu = process.cpuUsage()
  const one = async () => {
    while (next < VOTES) {
      next += 1
      await vote(next - 1)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, one))
  const { user, system } = process.cpuUsage(cpu)
  return { aSecond: (VOTES * 1_000) / (performance.now() - began), cost: (user + system) / VOTES }
}
