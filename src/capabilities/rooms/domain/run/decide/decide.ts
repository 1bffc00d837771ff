import { accept, type Result, refuse } from '#kernel/result.ts'
import type { RoomRefusal } from '../../refusals.ts'
import type { Command, HostCommand, HouseCommand, SeatCommand } from '../commands.ts'
import type { RoomEvent } from '../events.ts'
import type { Run, SeatNumber } from '../state.ts'
import * as moving from './moving.ts'
import * as people from './people.ts'
import * as polls from './polls.ts'
import * as takeaways from './takeaways.ts'
import * as talk from './talk.ts'
import * as turns from './turns.ts'

export type Decided = Result<RoomEvent[], RoomRefusal>
type Deciders<C extends { do: string }> = {
  [K in C['do']]: (run: Run, asked: Extract<C, { do: K }>, on: { by: SeatNumber; now: number }) => Decided
}

const bySeats: Deciders<SeatCommand> = {
  rename: (run, asked, { by }) => people.rename(run, by, asked),
  leave: (run, _, { by, now }) => people.changePresence(run, by, { presence: 'left', now }),
  'come-back': (run, _, { by, now }) => people.changePresence(run, by, { presence: 'here', now }),
  'raise-hand': (run, { isUp }, { by }) => people.raiseHand(run, by, isUp),
  'be-ready': (run, { isReady }, { by }) => people.beReady(run, by, isReady),
  'ask-for-help': (run, asked, { by }) => people.askForHelp(run, by, asked),
  say: (run, asked, { by, now }) => talk.say(run, by, { ...asked, now }),
  upvote: (run, asked, { by }) => talk.upvote(run, by, asked),
  report: (run, asked, { by }) => talk.report(run, by, asked),
  'take-back': (run, asked, { by }) => talk.takeBack(run, by, asked),
  give: (run, asked, { by }) => talk.give(run, by, asked),
  vote: (run, asked, { by }) => polls.vote(run, by, asked),
  'take-ticket': (run, asked, { by }) => polls.takeTicket(run, by, asked),
  ask: (run, asked, { by }) => talk.ask(run, by, asked),
  note: (run, asked, { by, now }) => takeaways.note(run, by, { ...asked, now }),
  approve: (run, asked, { by }) => takeaways.approve(run, by, asked),
  withdraw: (run, asked, { by }) => takeaways.withdraw(run, by, asked),
  'take-turn': (run, _, { by }) => turns.takeTurn(run, by),
  'take-duty': (run, asked, { by }) => people.takeDuty(run, by, asked),
  'skip-duty': (run, asked, { by }) => people.skipDuty(run, by, asked),
}

const byHosts: Deciders<HostCommand> = {
  'go-on': (run, asked, { now }) => moving.goOn(run, asked, now),
  undo: (run, asked, { now }) => moving.undo(run, asked, now),
  pause: (run, asked, { now }) => moving.pause(run, asked, now),
  resume: (run, asked, { now }) => moving.resume(run, asked, now),
  extend: (run, asked, { now }) => moving.extend(run, asked, now),
  'deal-again': (run, asked) => moving.dealAgain(run, asked),
  place: (run, asked) => people.place(run, asked),
  choose: (run, asked) => turns.choose(run, asked),
  'take-part': (run, asked, { by }) => people.takePart(run, by, asked),
  announce: (_, { words }) =>
    words.trim() === ''
      ? refuse({ code: 'rooms/words-missing' })
      : accept([{ kind: 'announced', words: words.trim().slice(0, talk.LONGEST_MESSAGE) }]),
  'lower-hand': (run, { seat }) => people.raiseHand(run, seat, false),
  mute: (run, asked) => people.mute(run, asked),
  remove: (run, asked, { now }) => people.remove(run, asked, now),
  'take-away': (run, asked) => talk.takeAway(run, asked),
  'mark-answered': (run, asked) => talk.markAnswered(run, asked),
  'set-chat': (_, { isOpen, slowSeconds }) => accept([{ kind: 'chat-set', isOpen, slowSeconds }]),
  'name-host': (run, asked) => people.nameHost(run, asked),
  'name-captioner': (run, asked) => people.nameCaptioner(run, asked),
  'open-poll': (run, asked) => polls.openPoll(run, asked),
  'close-poll': (run, asked) => polls.closePoll(run, asked),
  'show-poll': (run, asked) => polls.showPoll(run, asked),
  end: (run, _, { now }) => end(run, now),
}

const byTheHouse: Deciders<HouseCommand> = {
  sit: (run, asked, { now }) => people.sit(run, asked, now),
  ring: (run, asked, { now }) => moving.ring(run, asked, now),
  notice: (run, { seat, presence }, { now }) => people.notice(run, seat, { presence, now }),
  'give-key': (run, asked) => polls.giveKey(run, asked),
  'name-host': (run, asked) => people.nameHost(run, asked),
  count: (run, asked) => polls.count(run, asked),
  end: (run, _, { now }) => end(run, now),
}

/** A room ends once. The house ends one that everybody has forgotten. */
const end = (run: Run, now: number): Decided =>
  accept(run.status === 'over' ? [] : [{ kind: 'ended', when: now }])

/** Whom a command comes from: a seat, or the site itself. */
export type Sender = SeatNumber | 'house'

/**
 * What follows from a command: events, none where it is so already, or a refusal. Pure: it changes nothing, and the
 * same room, command and time always give the same answer. `now` is milliseconds since 1970 by the server's clock.
 */
export const decide = (run: Run, command: Command, on: { by: Sender; now: number }): Decided => {
  if (on.by === 'house') {
    const decider = Object.hasOwn(byTheHouse, command.do) && byTheHouse[command.do as HouseCommand['do']]
    return decider
      ? decider(run, command as never, { by: 0, now: on.now })
      : refuse({ code: 'rooms/not-allowed' })
  }
  const seat = run.seats.get(on.by)
  if (!seat) return refuse({ code: 'rooms/seat-unknown' })
  if (seat.presence === 'removed') return refuse({ code: 'rooms/seat-removed' })
  if (run.status === 'over' && !afterTheEnd.has(command.do)) return refuse({ code: 'rooms/over' })
  if (seat.presence === 'left' && command.do !== 'come-back') return refuse({ code: 'rooms/seat-left' })
  const given = { by: on.by, now: on.now }
  if (Object.hasOwn(bySeats, command.do))
    return bySeats[command.do as SeatCommand['do']](run, command as never, given)
  if (!Object.hasOwn(byHosts, command.do)) return refuse({ code: 'rooms/not-allowed' })
  if (!run.hosts.has(on.by)) return refuse({ code: 'rooms/only-hosts' })
  return byHosts[command.do as HostCommand['do']](run, command as never, given)
}

/** A record is approved, and words are taken back, also when the room has closed. */
const afterTheEnd: ReadonlySet<Command['do']> = new Set(['approve', 'withdraw', 'take-back', 'give'])
