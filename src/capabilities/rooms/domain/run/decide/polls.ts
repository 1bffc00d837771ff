import { accept, type Result, refuse } from '#kernel/result.ts'
import { FEWEST_ANONYMOUS, isAnswerTo, type Poll } from '../../polls/poll.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { HostCommand, HouseCommand, SeatCommand } from '../commands.ts'
import type { RoomEvent } from '../events.ts'
import { takingPart } from '../place.ts'
import type { Run, SeatNumber } from '../state.ts'

type Decided = Result<RoomEvent[], RoomRefusal>
type Of<K> = Extract<SeatCommand | HostCommand | HouseCommand, { do: K }>

/** A phone shows no more at once, and each without names takes its place on the disk. */
export const MOST_OPEN_POLLS = 3
export const MOST_POLLS = 50

/** What a host asks on the spot. Parts of the session that are questions come in their turn, however many these are. */
export const openPoll = (run: Run, { poll }: Of<'open-poll'>): Decided => {
  const open = [...run.polls.values()].filter(({ state }) => state === 'open')
  if (run.polls.size >= MOST_POLLS) return refuse({ code: 'rooms/polls-enough', most: MOST_POLLS })
  if (!run.polls.has(poll.id) && open.length >= MOST_OPEN_POLLS)
    return refuse({ code: 'rooms/polls-open', most: MOST_OPEN_POLLS })
  return askPoll(run, poll)
}

/** With fewer than five in the room nothing can be anonymous: the poll is a show of hands, and says so. */
const askPoll = (run: Run, poll: Poll): Decided => {
  if (run.polls.has(poll.id)) return refuse({ code: 'rooms/poll-open-already' })
  const isLargeEnough = takingPart(run).length >= FEWEST_ANONYMOUS
  const secrecy = poll.secrecy === 'anonymous' && isLargeEnough ? 'anonymous' : 'named'
  return accept([{ kind: 'poll-opened', poll, secrecy }])
}

/** A vote by name may be changed until the poll closes: the last one counts. */
export const vote = (run: Run, by: SeatNumber, asked: Of<'vote'>): Decided => {
  const poll = run.polls.get(asked.poll)
  if (!poll) return refuse({ code: 'rooms/poll-unknown' })
  if (poll.state === 'closed') return refuse({ code: 'rooms/poll-closed' })
  if (poll.secrecy === 'anonymous') return refuse({ code: 'rooms/vote-by-ticket' })
  if (!isAnswerTo(poll.poll, asked.choice)) return refuse({ code: 'rooms/answer-does-not-fit' })
  return accept([{ kind: 'voted', poll: asked.poll, seat: by, choice: asked.choice }])
}

/** One ticket a seat: two would be two votes. The same blinded one again, after a lost answer, is the same ticket. */
export const takeTicket = (run: Run, by: SeatNumber, asked: Of<'take-ticket'>): Decided => {
  const poll = run.polls.get(asked.poll)
  if (!poll) return refuse({ code: 'rooms/poll-unknown' })
  if (poll.state === 'closed') return refuse({ code: 'rooms/poll-closed' })
  if (poll.secrecy === 'named') return refuse({ code: 'rooms/vote-by-name' })
  if (!poll.key) return refuse({ code: 'rooms/tickets-not-ready' })
  const before = poll.ticketed.get(by)
  if (before === asked.asked) return accept([])
  if (before !== undefined) return refuse({ code: 'rooms/ticket-given' })
  if (!poll.asked.has(by)) return refuse({ code: 'rooms/asked-before' })
  return accept([{ kind: 'ticketed', poll: asked.poll, seat: by, asked: asked.asked }])
}

/** A key is given once: another one would tell apart who asked before and who after. */
export const giveKey = (run: Run, { poll: id, key }: Of<'give-key'>): Decided => {
  const poll = run.polls.get(id)
  if (poll?.secrecy !== 'anonymous' || poll.key) return refuse({ code: 'rooms/poll-unknown' })
  return accept([{ kind: 'poll-keyed', poll: id, key }])
}

/** What left the pool of an anonymous poll: once, and from five answers on. Two tallies would show what came between. */
export const count = (run: Run, { poll: id, tally }: Of<'count'>): Decided => {
  const poll = run.polls.get(id)
  if (poll?.secrecy !== 'anonymous') return refuse({ code: 'rooms/poll-unknown' })
  return !poll.tally && tally.answered >= FEWEST_ANONYMOUS
    ? accept([{ kind: 'counted', poll: id, tally }])
    : refuse({ code: 'rooms/too-few-answers', least: FEWEST_ANONYMOUS })
}

export const closePoll = (run: Run, { poll }: Of<'close-poll'>): Decided => {
  const state = run.polls.get(poll)?.state
  if (!state) return refuse({ code: 'rooms/poll-unknown' })
  return state === 'closed' ? accept([]) : accept([{ kind: 'poll-closed', poll }])
}

/** Showing an anonymous poll closes it. One that has closed with fewer than five answers is shown as just that: its result stays away. */
export const showPoll = (run: Run, { poll: id, isShown }: Of<'show-poll'>): Decided => {
  const poll = run.polls.get(id)
  if (!poll) return refuse({ code: 'rooms/poll-unknown' })
  if (isShown && poll.secrecy === 'anonymous' && !poll.tally && poll.state === 'open')
    return refuse({ code: 'rooms/too-few-answers', least: FEWEST_ANONYMOUS })
  if (poll.isShown === isShown) return accept([])
  const shown: RoomEvent = { kind: 'poll-shown', poll: id, isShown }
  const closes = isShown && poll.secrecy === 'anonymous' && poll.state === 'open'
  return accept(closes ? [{ kind: 'poll-closed', poll: id }, shown] : [shown])
}

/** Opening the poll of a part of the session when the room comes to it. */
export const pollOfBlock = (run: Run, poll: Poll | undefined): RoomEvent[] => {
  if (!poll || run.polls.has(poll.id)) return []
  const opened = askPoll(run, poll)
  return opened.ok ? opened.value : []
}
