import type { RoomEvent } from '../events.ts'
import type { PollRun, Run } from '../state.ts'

type Of<K extends RoomEvent['kind']> = Extract<RoomEvent, { kind: K }>

export const pollOpened = (run: Run, { poll, secrecy }: Of<'poll-opened'>): void => {
  run.polls.set(poll.id, {
    poll,
    secrecy,
    state: 'open',
    isShown: false,
    isSettled: false,
    choices: new Map(),
    key: undefined,
    ticketed: new Map(),
    asked: new Set(run.seats.keys()),
    tally: undefined,
  })
}

export const voted = (run: Run, { poll, seat, choice }: Of<'voted'>): void => {
  run.polls.get(poll)?.choices.set(seat, choice)
}

export const ticketed = (run: Run, { poll, seat, asked }: Of<'ticketed'>): void => {
  run.polls.get(poll)?.ticketed.set(seat, asked)
}

export const pollKeyed = (run: Run, { poll, key }: Of<'poll-keyed'>): void => change(run, poll, { key })

export const counted = (run: Run, { poll, tally }: Of<'counted'>): void => change(run, poll, { tally })
export const pollClosed = (run: Run, { poll }: Of<'poll-closed'>): void =>
  change(run, poll, { state: 'closed', isSettled: run.polls.get(poll)?.isShown ?? false })

export const pollShown = (run: Run, { poll, isShown }: Of<'poll-shown'>): void => {
  const was = run.polls.get(poll)
  change(run, poll, {
    isShown,
    isSettled: was?.isSettled === true || (isShown && was?.state === 'closed'),
  })
}

const change = (run: Run, poll: string, to: Partial<PollRun>) => {
  const was = run.polls.get(poll)
  if (was) run.polls.set(poll, { ...was, ...to })
}
