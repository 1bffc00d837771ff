import { setTimeout as sleep } from 'node:timers/promises'
import { ballotOf, prepareTicket } from '../../client/votes/ticket.client.ts'
import type { Choice, Poll } from '../../domain/polls/poll.ts'
import { aBlock, aPlan } from '../../domain/run/rooms.fixture.ts'
import type { SeatNumber } from '../../domain/run/state.ts'
import { openLiveRoom } from '../live-room.server.ts'
import type { RoomLog } from '../room-log.ts'
import { openVoting, type Voting } from './voting.server.ts'

export const anonymousPoll = (over: Partial<Poll> = {}): Poll => ({
  id: 'tired',
  kind: 'single',
  question: 'How was the night?',
  options: ['Quiet', 'Busy', 'Too much'],
  secrecy: 'anonymous',
  ...over,
})

/** A room with its votes on a disk; opened again on the same log and folder it is the room after a restart. */
export const openRoomWithVotes = async (on: { log: RoomLog; folder: string }) => {
  let voting: Voting | undefined
  const failures: unknown[] = []
  const room = await openLiveRoom({
    plan: aPlan([aBlock('welcome')]),
    log: on.log,
    now: Date.now,
    deal: async () => ({ groups: [] }),
    heard: ({ run }) => voting?.heard(run),
  })
  voting = await openVoting({
    folder: on.folder,
    room: '018f0000-0000-7000-8000-000000000001',
    run: () => room.run,
    act: room.act,
    failed: (error) => failures.push(error),
  })
  voting.heard(room.run)
  const votes = voting
  return {
    room,
    votes,
    failures,
    sit: async (people: number) => {
      for (let seat = 1; seat <= people + 1; seat += 1)
        await room.act({
          by: 'house',
          command: { do: 'sit', seat, name: `P${seat}`, profession: '', isHost: seat === 1, held: {} },
        })
    },
    /** The key, once it is in the log. */
    keyOf: async (poll: string): Promise<string> => {
      for (;;) {
        const key = room.run.polls.get(poll)?.key
        if (key) return key
        await sleep(5)
      }
    },
    close: async () => {
      await votes.close()
      await room.close()
    },
  }
}

export type RoomWithVotes = Awaited<ReturnType<typeof openRoomWithVotes>>

/** What a page reaches of a room, in this process or in another. */
export type VotingDoors = { keyOf(poll: string): Promise<string>; votes: Pick<Voting, 'ticket' | 'vote'> }

/** Somebody's page: it has a seed of its own, as a browser would. */
export const aVoter = (seat: SeatNumber, over: { poll?: string; seed?: string } = {}) => {
  const seed = over.seed ?? Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url')
  const poll = over.poll ?? 'tired'
  let held: { key: string; ticket: string } | undefined
  return {
    seat,
    seed,
    blinded: async (key: string) => (await prepareTicket({ poll, key, seed }))?.blinded ?? '',
    fetch: async (room: VotingDoors) => {
      const key = await room.keyOf(poll)
      const prepared = await prepareTicket({ poll, key, seed })
      if (!prepared) throw new Error('This key is not one to ask with.')
      const said = await room.votes.ticket({ seat, sent: { poll, blinded: prepared.blinded } })
      if (!said.ok) return said.refusal.code
      const ticket = await prepared.finish(said.value.signature)
      if (!ticket) throw new Error('What was signed is not what was asked for.')
      held = { key, ticket }
      return 'ok'
    },
    ballot: async (choice: Choice) => {
      if (!held) throw new Error('No ticket yet.')
      const ballot = await ballotOf({ poll, seed, ...held, choice })
      if (!ballot) throw new Error('No ballot came of it.')
      return ballot
    },
  }
}

export type Voter = ReturnType<typeof aVoter>

export const vote = async (room: VotingDoors, voter: Voter, choice: Choice): Promise<string> => {
  const said = await room.votes.vote(await voter.ballot(choice))
  return said.ok ? 'ok' : said.refusal.code
}
