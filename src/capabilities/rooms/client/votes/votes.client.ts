import type { Press } from '../../contract/press.ts'
import { asSent } from '../../domain/polls/ballot.ts'
import type { Choice } from '../../domain/polls/poll.ts'
import type { PollPart } from '../../domain/run/view.ts'
import type { Heard } from '../../domain/stream/hear.ts'
import { toText } from './base64.ts'
import { type Kept, type KeptVotes, keepVotes, type Shelf } from './kept.client.ts'

/** What votes need of a room's connection. */
export type VotingConnection = {
  heard(): Heard
  press(command: Press['command']): Promise<{ ok: true } | { ok: false; refusal: { code: string } }>
  watch(listener: () => void): () => void
}

/** How an anonymous poll stands for whoever reads this page. */
export type Standing =
  | 'waits-for-ticket'
  | 'may-choose'
  | 'leaving'
  | Exclude<Kept['state'], 'asking' | 'held'>

export type Votes = {
  standing(poll: string): Standing
  /** Fixes a choice; it leaves after a random pause, and is tried again until it has arrived. */
  choose(poll: string, choice: Choice): void
  watch(listener: () => void): () => void
}

/** A code, or `undefined` where nothing could be understood: asked again another time. */
export type Said = { signature?: unknown; code?: unknown } | undefined
export type VotesWorld = {
  shelf: Shelf | undefined
  /** With the seat's cookie. */
  askTicket(asked: { code: string; poll: string; blinded: string }): Promise<Said>
  /** Without any cookie. */
  sendVote(asked: { code: string; body: string }): Promise<Said>
  random(): number
  wait(milliseconds: number): Promise<void>
  /** Only one tab at a time works on one poll. */
  alone<T>(name: string, work: () => Promise<T>): Promise<T>
}

const over: ReadonlySet<Kept['state']> = new Set([
  'received',
  'received-before',
  'came-late',
  'elsewhere',
  'no-ticket',
  'asked-before',
])

/**
 * Looks after the tickets and votes of a room's anonymous polls, for as long as its page is open. A ticket is fetched as
 * soon as a poll opens, by every page, so that having one says nothing; the vote leaves later, by itself.
 */
export const openVotes = (on: { connection: VotingConnection; code: string; world: VotesWorld }): Votes => {
  const { connection, code, world } = on
  const kept = keepVotes({ code, seat: () => connection.heard().mine?.seat, shelf: world.shelf })
  const listeners = new Set<() => void>()
  const busy = new Set<string>()
  const put: KeptVotes['put'] = (poll, to) => {
    kept.put(poll, to)
    for (const listener of [...listeners]) listener()
  }

  const look = () => {
    const { room, mine, polls } = connection.heard()
    if (!mine) return
    if (room?.status === 'over') for (const id of polls.keys()) kept.forget(id)
    else for (const part of polls.values()) if (needsWork(part)) void begin(part)
  }

  const needsWork = ({ poll, secrecy, state, key }: PollPart) => {
    const now = kept.get(poll.id)
    if (secrecy !== 'anonymous' || busy.has(poll.id) || (now && over.has(now.state))) return false
    return (state === 'open' && key !== undefined && now?.state !== 'held') || hasChosen(now)
  }

  const begin = async (part: PollPart) => {
    const { id } = part.poll
    busy.add(id)
    try {
      await world.alone(`kith-vote-${code}-${id}`, async () => {
        if (part.key) await fetchTicket({ poll: id, key: part.key, people: connection.heard().people })
        await send(id)
      })
    } catch {
      // Without https a browser has no cryptography: nothing is sent rather than sent with a name.
      put(id, { state: 'no-ticket' })
    } finally {
      busy.delete(id)
    }
    if (hasChosen(kept.get(id))) look()
  }

  const fetchTicket = async (of: { poll: string; key: string; people: number }) => {
    const { poll, key, people } = of
    const seed = seedOf(poll)
    if (!seed) return
    // Thousands of pages do not ask in the same moment.
    await world.wait(world.random() * Math.min(LONGEST_SPREAD, people * SPREAD_A_PERSON))
    const { prepareTicket } = await import('./ticket.client.ts')
    const prepared = await prepareTicket({ poll, key, seed })
    if (!prepared) return put(poll, { state: 'no-ticket' })
    for (let tries = 0; connection.heard().polls.get(poll)?.state === 'open'; tries += 1) {
      const said = await world.askTicket({ code, poll, blinded: prepared.blinded })
      if (typeof said?.signature === 'string') {
        const ticket = await prepared.finish(said.signature)
        const now = kept.get(poll)
        const choice = now?.state === 'asking' ? now.choice : undefined
        return put(poll, ticket ? { state: 'held', seed, key, ticket, choice } : { state: 'no-ticket' })
      }
      // Another tab may have been quicker.
      if (kept.get(poll)?.state !== 'asking') return
      if (said?.code === 'rooms/asked-before') return put(poll, { state: 'asked-before' })
      if (said?.code === 'rooms/ticket-given') return put(poll, { state: 'elsewhere' })
      if (said?.code !== undefined && said.code !== 'rooms/tickets-not-ready')
        return put(poll, { state: 'no-ticket' })
      await world.wait(pauseAfter(tries))
    }
  }

  const seedOf = (poll: string) => {
    const now = kept.get(poll)
    if (now) return now.state === 'asking' ? now.seed : undefined
    const seed = toText(crypto.getRandomValues(new Uint8Array(32)))
    kept.put(poll, { state: 'asking', seed })
    return seed
  }

  const send = async (poll: string) => {
    const now = kept.get(poll)
    if (now?.state !== 'held' || now.choice === undefined) return
    const { ballotOf } = await import('./ticket.client.ts')
    const ballot = await ballotOf({ poll, ...now, choice: now.choice })
    if (!ballot) return put(poll, { state: 'no-ticket' })
    await world.wait(SHORTEST_PAUSE + world.random() * RANDOM_PAUSE)
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      const said = await world.sendVote({ code, body: asSent(ballot) })
      const became = said && (endings[String(said.code ?? 'received')] ?? 'no-ticket')
      if (became) return put(poll, { state: became })
      await world.wait(pauseAfter(tries))
    }
  }

  const pauseAfter = (tries: number) => Math.min(20_000, 1_000 * 2 ** tries) * (0.5 + world.random())

  connection.watch(look)
  queueMicrotask(look)
  return {
    standing: (poll) => standingOf(kept.get(poll)),
    choose: (poll, choice) => {
      // Before the key is there, too.
      seedOf(poll)
      const now = kept.get(poll)
      if ((now?.state !== 'asking' && now?.state !== 'held') || now.choice) return
      put(poll, { ...now, choice })
      look()
    },
    watch: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const hasChosen = (kept: Kept | undefined) => kept?.state === 'held' && kept.choice !== undefined

const standingOf = (kept: Kept | undefined): Standing => {
  if (!kept) return 'waits-for-ticket'
  if (kept.state !== 'asking' && kept.state !== 'held') return kept.state
  if (kept.choice) return 'leaving'
  return kept.state === 'held' ? 'may-choose' : 'waits-for-ticket'
}

const endings: Record<string, Kept['state'] & ('received' | 'received-before' | 'came-late')> = {
  received: 'received',
  'rooms/vote-in-already': 'received-before',
  'rooms/poll-closed': 'came-late',
  'rooms/over': 'came-late',
}

const SHORTEST_PAUSE = 500
const RANDOM_PAUSE = 5_500
const SPREAD_A_PERSON = 2
const LONGEST_SPREAD = 20_000
const MOST_TRIES = 60
