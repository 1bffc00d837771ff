import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'
import type { PressAnswer } from '../../client/connection.client.ts'
import { inLanguage } from '../../domain/format/format.ts'
import type { ComingShown } from '../../domain/run/course-shown.ts'
import type { DeskGroup } from '../../domain/run/desk.ts'
import type { Heard } from '../../domain/stream/hear.ts'
import { refusalWords as roomRefusalWords } from '../refusal-words.ts'

const figure = (value: number, locale: string = getLocale()) => number({ value, locale })

/** Minutes and seconds as a clock shows them: “5:20”, in the digits of the language. */
export const clockFace = (seconds: number, locale: string = getLocale()): string => {
  const rest = seconds % 60
  const face = [Math.floor(rest / 10), rest % 10].map((digit) => figure(digit, locale)).join('')
  return `${figure(Math.floor(seconds / 60), locale)}:${face}`
}

/** A length in words: “2 minutes”, “90 seconds”; what goes on until the host does says so. */
export const lengthWords = (seconds: number | null): string => {
  if (seconds === null) return m.desk_until_you()
  const inMinutes = seconds % 60 === 0 || seconds > 90
  if (!inMinutes) return m.desk_seconds({ seconds, shown: figure(seconds) })
  const minutes = Math.round(seconds / 30) / 2
  return m.desk_minutes({
    minutes,
    shown: number({ value: minutes, digits: minutes % 1 === 0 ? 0 : 1, locale: getLocale() }),
  })
}

/** What the large button does, and in small what comes with it. */
export const goWords = (on: {
  coming: ComingShown | undefined
  hasBegun: boolean
  language: string
}): { act: string; detail: string } => {
  const { coming, hasBegun, language } = on
  if (!coming) return { act: m.desk_close(), detail: m.desk_close_detail() }
  const { block, step, turn, turns } = coming
  const name = inLanguage(step.name, language)
  const length = lengthWords(step.seconds)
  if (!hasBegun) return { act: m.desk_begin(), detail: m.desk_go_detail({ step: name, length }) }
  if (coming.isNewBlock)
    return { act: m.desk_go_on({ to: block.title }), detail: m.desk_go_detail({ step: name, length }) }
  if (coming.isNewTurn)
    return {
      act: m.desk_go_on({ to: name }),
      detail: m.desk_go_turn({ turn: figure(turn), turns: figure(turns), length }),
    }
  return { act: m.desk_go_on({ to: name }), detail: length }
}

/** A name as it stands at the desk; a seat without one has its number. */
export const nameWords = (seat: number, name: string | undefined): string =>
  name === undefined || name === '' ? m.desk_seat({ seat: figure(seat) }) : name

/** The name of a seat from all that the desk has heard: people, hands, messages. */
export const nameOfSeat = (heard: Heard, seat: number): string => {
  const listed = heard.desk?.people?.find((person) => person.seat === seat)?.name
  const spoken = [...heard.said.values()].find(({ by }) => by === seat)?.name
  return nameWords(seat, listed ?? heard.desk?.names[seat] ?? spoken)
}

type Refusal = Extract<PressAnswer, { ok: false }>['refusal']

/** What became of a press that did not do what its button said, calmly: nothing is lost, and the room is as it shows. */
export const refusalWords = (refusal: Refusal): string => {
  if (refusal.code === 'no-answer') return m.desk_no_answer()
  return refusal.code === 'rooms/has-moved-on' ? m.desk_moved_on() : roomRefusalWords(refusal)
}

/** “Group 3”; the one without a name is the table in front of the others. */
export const groupWords = ({ name }: Pick<DeskGroup, 'name'>): string =>
  name === '' ? m.desk_stage_group() : name

/** How a group is doing, in a few words; the most urgent alone. */
export const groupStateWords = ({ here, away, ready, isAsking }: DeskGroup): string => {
  if (isAsking) return m.desk_group_state_asks()
  if (away > 0) return m.desk_group_state_away({ away, shown: figure(away) })
  if (ready > 0 && ready === here) return m.desk_group_state_ready()
  return ready > 0
    ? m.desk_group_state_some({ ready: figure(ready), people: figure(here) })
    : m.desk_group_state_here({ people: here, shown: figure(here) })
}
