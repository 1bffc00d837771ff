import { accept, type Result } from '#kernel/result.ts'
import type { Plan } from '../domain/plan/plan.ts'
import type { RoomRefusal } from '../domain/refusals.ts'
import type { Deal } from '../domain/run/commands.ts'
import type { Run, SeatNumber } from '../domain/run/state.ts'
import type { Touched } from '../domain/run/touched.ts'
import type { SaidPart, StreamMessage } from '../domain/stream/message.ts'
import { mayPass, type Passing } from '../domain/stream/passing.ts'
import { openBell } from './bell.server.ts'
import { composeAll, composeMessages, heardBy, saidParts } from './compose-message.server.ts'
import { type Listener, openListeners } from './listeners.server.ts'
import { type Answer, type Asked, openLiveRoom } from './live-room.server.ts'
import { openPace } from './pace.ts'
import { openPassing } from './passing.server.ts'
import { openVoting, type Voting } from './polls/voting.server.ts'
import { openPresence } from './presence.server.ts'
import { openRecentWords } from './recent-words.ts'
import type { RoomLog } from './room-log.ts'
import { seatsTouched } from './seats-touched.ts'

/** From here on talk to the whole room is sent in handfuls. */
const LARGE = 200
const MOST_RECENT_WORDS = 500
const RING_AGAIN = 1_000

/** An open room with everybody who listens to it. */
export type HallRoom = {
  readonly run: Run
  act(asked: Asked): Promise<Answer>
  /** Tickets and votes of polls without names. */
  readonly votes: Pick<Voting, 'ticket' | 'vote'>
  /** A sign, or a line of captions: heard now by whoever listens, and kept nowhere. */
  pass(by: SeatNumber, passing: Passing): Result<void, RoomRefusal>
  /** Looks at the room as it is on the disk. */
  look<T>(work: () => T): Promise<T>
  isLost(): boolean
  /** A page opens: it is sent all that it sees, and from then on what changes. Within `look`. */
  listen(listener: Listener): void
  hangUp(listener: Listener): void
  /** All that a seat sees now. Within `look`. */
  see(seat: SeatNumber): StreamMessage
  /** The newest messages before an event that a seat may hear, and messages with words that were read for them. */
  heardBefore(seat: SeatNumber, before: number): number[]
  saidParts(numbers: readonly number[], words: ReadonlyMap<number, string>): SaidPart[]
  listening(): number
  close(): Promise<void>
}

export const openHallRoom = async (on: {
  plan: Plan
  hasCaptions: boolean
  log: RoomLog
  /** Where votes without names are kept while a poll is open. */
  ballots: { folder: string; room: string }
  now(): number
  deal(run: Run): Promise<Deal>
  /** Words that were written before this process began. */
  readWords(numbers: readonly number[]): Promise<ReadonlyMap<number, string>>
  /** The words of this room are gone for good: pages that come back are told, and drop what they still show. */
  areWordsGone?: boolean
  /** A press that no person made was not taken, such as a bell; the log of the site says so. */
  failed(error: unknown): void
}): Promise<HallRoom> => {
  const listeners = openListeners()
  const recent = openRecentWords(MOST_RECENT_WORDS)

  const send = (touched: readonly Touched[]) => {
    const textFor = composeMessages({ touched, run: room.run, words: recent.get, now: on.now() })
    void listeners.tellAll(textFor, seatsTouched(room.run, touched))
  }
  const pace = openPace({
    isLarge: () => listeners.count() > LARGE,
    send,
    sendSettled: (touched) => void room.look(() => send(touched)).catch(on.failed),
  })
  const byTheHouse = (command: Asked['command']) => {
    room.act({ by: 'house', command }).then(
      (answer) => {
        // A bell that went off too early, or for a step that is over, finds the clock as it is.
        if (!answer.ok && command.do === 'ring') bell.set(room.run)
      },
      (error: unknown) => {
        on.failed(error)
        if (command.do === 'ring') ringAgain()
      },
    )
  }
  /** What could not be written did not ring: nobody hears of a step that nobody can read tomorrow. */
  const ringAgain = () => {
    clearTimeout(ringing)
    ringing = setTimeout(() => {
      if (!room.isLost() && !isClosed) bell.set(room.run)
    }, RING_AGAIN).unref()
  }
  let ringing: ReturnType<typeof setTimeout> | undefined
  let isClosed = false
  const passing = openPassing({
    now: on.now,
    send: (passed) => {
      const text = `data:${JSON.stringify({ n: room.run.number, now: on.now(), ...passed })}\n\n`
      void listeners.tellAll(() => text)
    },
  })
  const bell = openBell({ now: on.now, ring: (move) => byTheHouse({ do: 'ring', move }) })
  const presence = openPresence((seat, is) => byTheHouse({ do: 'notice', seat, presence: is }))

  let voting: Voting | undefined
  const room = await openLiveRoom({
    ...on,
    heard: ({ touched, entries, run }) => {
      for (const { number, words, event } of entries) {
        if (words !== undefined) recent.keep(number, words, event.kind === 'said' ? 'passes' : 'stays')
        if (event.kind === 'taken-away') recent.forget(event.said)
        if (event.kind === 'withdrawn') recent.forget(event.takeaway)
      }
      pace.take(touched)
      for (const { event } of entries) if (event.kind === 'removed') listeners.letGo(event.seat)
      bell.set(run)
      voting?.heard(run)
    },
    doubted: () => {
      if (!room.isLost()) recall().catch(on.failed)
      listeners.hangUpAll()
    },
  })
  /** What is not in memory of the newest words, and of what stays. */
  const recall = async () => {
    const { said, takeaways, asks } = room.run
    const newest = [...said.keys()].slice(-MOST_RECENT_WORDS)
    const wanted = [...newest, ...takeaways.keys(), ...asks.values()]
    const words = await on.readWords(wanted.filter((number) => recent.get(number) === undefined))
    for (const [number, text] of words) recent.keep(number, text, said.has(number) ? 'passes' : 'stays')
  }
  await recall()
  // Whoever was here before a restart and does not come back is away.
  for (const [seat, { presence: is }] of room.run.seats) if (is === 'here') presence.went(seat)
  const votes = await openVoting({
    ...on.ballots,
    run: () => room.run,
    act: room.act,
    failed: on.failed,
  })
  voting = votes
  voting.heard(room.run)
  bell.set(room.run)

  const see = (seat: SeatNumber): StreamMessage => {
    const all = composeAll({ run: room.run, seat, words: recent.get, now: on.now() })
    if (!on.areWordsGone) return all
    const { announced: _, ...rest } = all
    return { ...rest, said: [], takeaways: [], forgotten: true }
  }
  /** Words of what was said long ago, such as in a quiet group of a busy room: not in memory, so read for this page. */
  const fillIn = async (listener: Listener, { said = [] }: StreamMessage) => {
    const missing = said.filter((one) => one.words === undefined && !one.isRemoved).map((one) => one.said)
    if (missing.length === 0) return
    const words = await on.readWords(missing)
    await room.look(() => {
      const heard = heardBy(room.run, listener.seat).filter((number) => words.has(number))
      const parts = saidParts(room.run, heard, (number) => words.get(number))
      const told = { n: room.run.number, now: on.now(), said: parts }
      if (parts.length > 0) listeners.tell(listener.seat, `data:${JSON.stringify(told)}\n\n`)
    })
  }
  return {
    get run() {
      return room.run
    },
    act: votes.act,
    votes,
    look: room.look,
    isLost: room.isLost,
    pass: (by, what) => {
      const may = mayPass(room.run, what, { by, hasCaptions: on.hasCaptions })
      if (may.ok) passing.take(by, what)
      return may.ok ? accept(undefined) : may
    },
    see,
    heardBefore: (seat, before) => heardBy(room.run, seat, before),
    saidParts: (numbers, words) => saidParts(room.run, numbers, (number) => words.get(number)),
    listen: (listener) => {
      listeners.add(listener)
      const seen = see(listener.seat)
      listener.send(`id:${room.run.number}\ndata:${JSON.stringify(seen)}\n\n`)
      presence.came(listener.seat)
      fillIn(listener, seen).catch(on.failed)
    },
    hangUp: (listener) => {
      listeners.remove(listener)
      if (!listeners.isListening(listener.seat)) presence.went(listener.seat)
    },
    listening: listeners.count,
    close: async () => {
      isClosed = true
      clearTimeout(ringing)
      bell.stop()
      pace.stop()
      passing.stop()
      presence.stop()
      await votes.close()
      await room.close()
      listeners.hangUpAll()
    },
  }
}
