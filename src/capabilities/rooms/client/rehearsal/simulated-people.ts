import { dutiesOf } from '../../domain/format/format.ts'
import type { Choice, Poll } from '../../domain/polls/poll.ts'
import type { SeatCommand } from '../../domain/run/commands.ts'
import { formatAt, groupOf, stepNow } from '../../domain/run/place.ts'
import type { Run, SeatNumber } from '../../domain/run/state.ts'

/** What made-up people say, written beforehand. */
export type Lines = { said: readonly string[]; asked: readonly string[]; noted: readonly string[] }

export type Act = { by: SeatNumber; command: SeatCommand }

type On = { run: Run; lines: Lines; random: () => number }

const pick = <T>(from: readonly T[], random: () => number): T | undefined =>
  from[Math.floor(random() * from.length)]

const chosenFor = (poll: Poll, random: () => number): Choice | undefined => {
  if (poll.kind === 'words' || poll.kind === 'text' || poll.kind === 'self-check') return undefined
  const all = poll.options.map((_, option) => option)
  if (poll.kind === 'ranking') return { picks: all.toSorted(() => random() - 0.5) }
  const one = pick(all, random)
  return one === undefined ? undefined : { picks: [one] }
}

/** A made-up answer to a poll; undefined where the people have none. */
export const answerOf = (poll: Poll, on: { lines: Lines; random: () => number }): Choice | undefined => {
  const text = pick(on.lines.said, on.random)
  if ((poll.kind === 'words' || poll.kind === 'text') && text !== undefined)
    return { words: poll.kind === 'words' ? (text.split(/\s+/)[0] ?? '') : text }
  return chosenFor(poll, on.random)
}

/**
 * What the simulated people do in a moment: few of them something, nobody all at once. The room refuses what does not
 * fit, as it would for anybody.
 */
export const actsOf = (on: On): Act[] => {
  const { run, random } = on
  if (run.status !== 'running') return []
  const people = [...run.seats].filter(
    ([seat, { presence }]) => !run.hosts.has(seat) && (presence === 'here' || presence === 'away'),
  )
  return people.flatMap(([seat, { presence }]): Act[] => {
    if (presence === 'away') return random() < 0.2 ? [{ by: seat, command: { do: 'come-back' } }] : []
    const command = asksFirst(on, seat) ?? votes(on, seat) ?? (random() < 0.12 ? oneOf(on, seat) : undefined)
    return command ? [{ by: seat, command }] : []
  })
}

/** Whoever has the turn writes what she asks for. */
const asksFirst = ({ run, lines, random }: On, seat: SeatNumber): SeatCommand | undefined => {
  const part = stepNow(run)?.asks?.part
  const group = groupOf(run, seat)
  if (part === undefined || !run.roles.get(seat)?.includes(part)) return undefined
  if (group && run.asks.has(group.number)) return undefined
  const words = pick(lines.asked, random)
  return words === undefined || random() > 0.4 ? undefined : { do: 'ask', words }
}

const votes = ({ run, lines, random }: On, seat: SeatNumber): SeatCommand | undefined => {
  const open = [...run.polls.values()].find(
    ({ state, secrecy, choices }) => state === 'open' && secrecy === 'named' && !choices.has(seat),
  )
  const choice = open && random() < 0.4 ? answerOf(open.poll, { lines, random }) : undefined
  return open && choice ? { do: 'vote', poll: open.poll.id, choice } : undefined
}

const oneOf = ({ run, lines, random }: On, seat: SeatNumber): SeatCommand | undefined => {
  const chance = random()
  const group = groupOf(run, seat)
  const format = formatAt(run)
  const duties = format ? dutiesOf(format) : []
  const isNoteTaker = duties.some(({ id }) => id === 'note-taker' && run.roles.get(seat)?.includes(id))
  if (chance < 0.06) return { do: 'raise-hand', isUp: !run.hands.includes(seat) }
  if (chance < 0.09 && group) return { do: 'ask-for-help', isAsked: !run.asking.has(group.number) }
  if (chance < 0.2) return { do: 'be-ready', isReady: true }
  const line = pick(chance < 0.3 && isNoteTaker ? lines.noted : lines.said, random)
  if (line === undefined) return undefined
  if (chance < 0.3 && isNoteTaker) return { do: 'note', words: line }
  const to = stepNow(run)?.together === 'everyone' ? 'room' : 'nearby'
  const isQuestion = chance > 0.95 && /[?؟]$/.test(line)
  return { do: 'say', to, words: line, isQuestion }
}
