import type { Played } from '#capabilities/rooms/index.demo.server.ts'

/** Made-up people of a room, beside its host. */
export const inRoom = [
  { name: 'Amara', profession: 'Nurse' },
  { name: 'Jonas', profession: 'Head nurse' },
  { name: 'Noor', profession: 'Physician' },
  { name: 'Tomasz', profession: 'Physiotherapist' },
  { name: 'Lucía', profession: 'Nurse' },
  { name: 'Sam', profession: 'Technician' },
  { name: 'Beatriz', profession: 'Physician' },
  { name: 'Idris', profession: 'Nurse' },
] as const

const HOST = 1

/** A session as it is an hour in: groups are at work, and somebody has said something. */
export const underWay = (play: Played): void => {
  play.pass(4)
  play.goOn(HOST)
  play.act(2, { do: 'say', to: 'room', words: 'Good to hear so many of you.', isQuestion: false })
  play.pass(5)
  play.goOn(HOST)
  play.act(HOST, { do: 'pause', move: play.run.move })
}

/** A whole session: what was said goes when it closes, what was agreed stays. */
export const wholeSession = (play: Played): void => {
  play.pass(6)
  while (play.run.at === undefined || play.run.at.block < 2) {
    play.goOn(HOST)
    play.pass(3)
  }
  play.act(2, { do: 'say', to: 'room', words: 'I had not known that others see it, too.', isQuestion: false })
  const noted = [
    [2, 'Whoever takes the night phone says at handover what it brought.'],
    [3, 'Jonas asks for a second chair in the medicine room. One of us goes with him.'],
  ] as const
  for (const [by, words] of noted) {
    const takeaway = play.act(by, { do: 'note', words })
    for (const seat of [4, 5, 6, 7]) play.act(seat, { do: 'approve', takeaway, isApproved: true })
  }
  const poll = {
    id: 'learnt',
    kind: 'single',
    question: 'Do you leave with something that you can begin yourself?',
    options: ['Yes', 'Perhaps', 'Not yet'],
    secrecy: 'named',
    isOutcome: true,
  } as const
  play.act(HOST, { do: 'open-poll', poll })
  const picks = [0, 0, 1, 0, 0, 2, 0, 1]
  picks.forEach((pick, at) => {
    play.act(at + 2, { do: 'vote', poll: poll.id, choice: { picks: [pick] } })
  })
  play.act(HOST, { do: 'close-poll', poll: poll.id })
  play.act(HOST, { do: 'show-poll', poll: poll.id, isShown: true })
  play.pass(9)
  play.act(HOST, { do: 'end' })
}
