import { createHash } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { accept, type Result, refuse } from '#kernel/result.ts'
import { blindSign, loadTicketKey } from '#packages/blind-ticket/server.ts'
import { FEWEST_ANONYMOUS, isAnswerTo } from '../../domain/polls/poll.ts'
import type { RoomRefusal } from '../../domain/refusals.ts'
import type { PollRun, Run, SeatNumber } from '../../domain/run/state.ts'
import type { Answer, Asked } from '../live-room.server.ts'
import type { BallotBox } from './ballot-box.server.ts'
import { type Boxes, openBoxes } from './boxes.server.ts'
import { markOf, noTicket, readBallot, readTicketRequest } from './read-ballot.server.ts'
import { fits } from './vote-bytes.ts'

type Act = (asked: Asked) => Promise<Answer>

/** The anonymous polls of an open room. */
export type Voting = {
  /** What the log says now; called after every write. Boxes are made, closed and destroyed as it asks for. */
  heard(run: Run): void
  /** As the room's own; before a result is shown, what may leave the box leaves it. */
  act: Act
  /** Signs what a seat asks for, once, without seeing it. */
  ticket(asked: { seat: SeatNumber; sent: unknown }): Promise<Result<{ signature: string }, RoomRefusal>>
  /** Takes a vote from nobody in particular. Durable once it is accepted. */
  vote(sent: unknown): Promise<Result<object, RoomRefusal>>
  close(): Promise<void>
}

export const openVoting = async (on: {
  folder: string
  room: string
  run(): Run
  act: Act
  /** A disk that refuses. Nothing of a vote is in what is passed. */
  failed(error: unknown): void
}): Promise<Voting> => {
  const { act } = on
  const boxes: Boxes = await openBoxes(on)
  let signing: Promise<unknown> = Promise.resolve()

  /**
   * A result leaves its box once, when a host shows it: the poll takes no more from then on, and what is in it is counted.
   * With fewer than five answers an open poll stays open.
   */
  const bringOut = async (by: SeatNumber, poll: PollRun): Promise<Result<object, RoomRefusal>> => {
    const { id } = poll.poll
    if (await boxes.isLost(id)) return refuse({ code: 'rooms/votes-lost' })
    if (poll.tally || poll.isSettled) return accept({})
    const box = await boxes.find(id)
    if (!box) return poll.key ? noBox(id) : accept({})
    if (poll.state === 'open') {
      if (box.tally(poll.poll).answered < FEWEST_ANONYMOUS)
        return refuse({ code: 'rooms/too-few-answers', least: FEWEST_ANONYMOUS })
      const closed = await act({ by, command: { do: 'close-poll', poll: id } })
      if (!closed.ok) return closed
    }
    await box.close()
    await act({ by: 'house', command: { do: 'count', poll: id, tally: box.tally(poll.poll) } })
    return accept({})
  }

  /** One after another, with others served between: a signature takes more than a millisecond. */
  const sign = (box: BallotBox, blinded: Buffer): Promise<Result<{ signature: string }, RoomRefusal>> => {
    const signed = signing.then(nextTurn).then((): Result<{ signature: string }, RoomRefusal> => {
      const key = box.signer()
      if (!key) return refuse({ code: 'rooms/poll-closed' })
      const made = blindSign({ key, blinded })
      return made.ok
        ? accept({ signature: Buffer.from(made.value).toString('base64url') })
        : refuse({ code: 'rooms/vote-not-readable' })
    })
    signing = signed.catch(() => {})
    return signed
  }

  /** @throws where the disk is in trouble: then the same is asked again. */
  const noBox = async (id: string): Promise<Result<never, RoomRefusal>> => {
    if (await boxes.isLost(id)) return refuse({ code: 'rooms/votes-lost' })
    const poll = on.run().polls.get(id)
    if (poll?.state === 'open' && !poll.key) return refuse({ code: 'rooms/ticket-not-valid' })
    if (on.run().status === 'over') return refuse({ code: 'rooms/over' })
    throw new Error('The votes of a poll cannot be reached.')
  }

  return {
    heard: (run) => boxes.follow(run),
    act: async (asked) => {
      const { by, command } = asked
      const run = on.run()
      const isShowing = command.do === 'show-poll' && command.isShown && by !== 'house' && run.hosts.has(by)
      const poll = isShowing ? run.polls.get(command.poll) : undefined
      if (poll?.secrecy === 'anonymous') {
        const out = await bringOut(by as SeatNumber, poll)
        if (!out.ok) return out
      }
      return act(asked)
    },
    ticket: async ({ seat, sent }) => {
      const read = readTicketRequest(sent)
      if (!read.ok) return read
      const { poll: id, blinded } = read.value
      const poll = on.run().polls.get(id)
      const box = poll?.key ? await boxes.find(id) : undefined
      if (poll?.key && poll.state === 'open' && !box) return noBox(id)
      if (poll && box && !poll.ticketed.has(seat) && poll.ticketed.size >= box.places)
        return refuse({ code: 'rooms/tickets-all-given' })
      const asked = createHash('sha256').update(blinded).digest('base64url')
      const answer = await act({ by: seat, command: { do: 'take-ticket', poll: id, asked } })
      if (!answer.ok) return answer
      return box ? sign(box, blinded) : refuse({ code: 'rooms/tickets-not-ready' })
    },
    vote: async (sent) => {
      const read = readBallot(sent)
      if (!read.ok) return read
      const ballot = read.value
      const poll = on.run().polls.get(ballot.poll)
      // Without a ticket nobody learns whether there is such a question, or such a room.
      if (!poll?.key) return noTicket
      const box = await boxes.find(ballot.poll)
      const mark = markOf(ballot, box?.key ?? loadTicketKey(Buffer.from(poll.key, 'base64url')))
      if (!mark.ok) return mark
      if (!box) return poll.isSettled ? refuse({ code: 'rooms/poll-closed' }) : noBox(ballot.poll)
      if (!isAnswerTo(poll.poll, ballot.choice) || !fits(ballot.choice))
        return refuse({ code: 'rooms/answer-does-not-fit' })
      const outcome = await box.put({ ticket: mark.value, choice: ballot.choice }).catch((error: unknown) => {
        boxes.mend(ballot.poll)
        throw error
      })
      return outcomes[outcome]
    },
    close: () => boxes.close(),
  }
}

const outcomes: Record<Awaited<ReturnType<BallotBox['put']>>, Result<object, RoomRefusal>> = {
  stored: accept({}),
  same: accept({}),
  spent: refuse({ code: 'rooms/vote-in-already' }),
  full: refuse({ code: 'rooms/tickets-all-given' }),
  closed: refuse({ code: 'rooms/poll-closed' }),
}
