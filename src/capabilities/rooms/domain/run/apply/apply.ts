import type { RoomEvent, RoomEventKind } from '../events.ts'
import type { Run } from '../state.ts'
import * as moving from './moving.ts'
import * as people from './people.ts'
import * as polls from './polls.ts'
import * as talk from './talk.ts'

type Appliers = { [K in RoomEventKind]: (run: Run, event: Extract<RoomEvent, { kind: K }>) => void }

const appliers: Appliers = {
  sat: people.sat,
  renamed: people.renamed,
  'took-part': people.tookPart,
  'presence-changed': people.presenceChanged,
  removed: people.removed,
  muted: people.muted,
  'captioner-named': people.captionerNamed,
  'host-named': people.hostNamed,
  moved: moving.moved,
  'clock-set': moving.clockSet,
  undone: moving.undone,
  placed: moving.placed,
  'role-changed': moving.roleChanged,
  'duties-skipped': moving.dutiesSkipped,
  'hand-changed': people.handChanged,
  'ready-changed': people.readyChanged,
  'help-asked': people.helpAsked,
  'poll-opened': polls.pollOpened,
  voted: polls.voted,
  'poll-keyed': polls.pollKeyed,
  ticketed: polls.ticketed,
  counted: polls.counted,
  'poll-closed': polls.pollClosed,
  'poll-shown': polls.pollShown,
  said: talk.said,
  upvoted: talk.upvoted,
  answered: talk.answered,
  reported: talk.reported,
  'taken-away': talk.takenAway,
  given: talk.given,
  'chat-set': talk.chatSet,
  asked: talk.asked,
  noted: talk.noted,
  approved: talk.approved,
  withdrawn: talk.withdrawn,
  announced: (run, { words }) => {
    run.announced = words
  },
  ended: (run) => {
    run.status = 'over'
    run.clock = { kind: 'open' }
    run.before = undefined
    run.move += 1
  },
}

/**
 * The room after an event. It takes `run` over and gives it back changed: with ten thousand seats a copy for each vote
 * would cost more than the vote. The same log always gives the same room.
 */
export const apply = (run: Run, event: RoomEvent): Run => {
  run.number += 1
  const applier = appliers[event.kind] as (run: Run, event: RoomEvent) => void
  applier(run, event)
  return run
}
