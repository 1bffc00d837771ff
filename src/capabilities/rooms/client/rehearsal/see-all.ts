import { seeDesk } from '../../domain/run/desk.ts'
import { mayHear } from '../../domain/run/hearers.ts'
import { groupOf } from '../../domain/run/place.ts'
import type { Run, SeatNumber } from '../../domain/run/state.ts'
import { isAmong, neededFor } from '../../domain/run/takeaways.ts'
import { peopleIn, seeGroup, seeMine, seePoll, seeRoom } from '../../domain/run/view.ts'
import type { SaidPart, StreamMessage, TakeawayPart } from '../../domain/stream/message.ts'

const NEWEST = 40

/** All that one seat sees of a rehearsal: what a server would send her, made on the spot. */
export const seeAll = (on: {
  run: Run
  seat: SeatNumber
  words: ReadonlyMap<number, string>
  now: number
  announced: string | undefined
}): StreamMessage => {
  const { run, seat, words, now, announced } = on
  const group = groupOf(run, seat)
  const mine = seeMine(run, seat)
  const heard = [...run.said].filter(([, said]) => mayHear(run, seat, said)).slice(-NEWEST)
  return {
    n: run.number,
    now,
    room: seeRoom(run),
    people: peopleIn(run),
    ...(mine ? { mine } : {}),
    group: group ? seeGroup(run, group, (number) => words.get(number)) : null,
    polls: [...run.polls.values()].map(seePoll),
    said: heard.map(([number]) => saidPart(run, number, words)).filter((part) => part !== undefined),
    takeaways: takeawaysOf(run, seat, words),
    ...(announced === undefined ? {} : { announced }),
    ...(run.hosts.has(seat) ? { desk: seeDesk(run) } : {}),
  }
}

const takeawaysOf = (run: Run, seat: SeatNumber, words: ReadonlyMap<number, string>): TakeawayPart[] =>
  [...run.takeaways]
    .filter(([, found]) => isAmong(found, seat))
    .map(([takeaway, found]) => ({
      takeaway,
      by: found.by,
      group: found.group,
      words: found.isWithdrawn ? undefined : words.get(takeaway),
      approvals: found.approvals.size,
      needs: neededFor(found),
      objections: found.objections.size,
    }))

const saidPart = (run: Run, number: number, words: ReadonlyMap<number, string>): SaidPart | undefined => {
  const said = run.said.get(number)
  if (!said) return undefined
  const { by, at, isQuestion, isAnswered, isRemoved, upvotes, hearers } = said
  const name = run.seats.get(by)?.name ?? ''
  return {
    said: number,
    by,
    name,
    ...(isRemoved ? { isRemoved } : { words: words.get(number) }),
    at,
    isQuestion,
    isAnswered,
    upvotes: upvotes.size,
    to: hearers.to,
  }
}
