import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'
import type { PressAnswer } from '../../client/connection.client.ts'
import { inLanguage } from '../../domain/format/format.ts'
import type { RoomPage } from '../../domain/room-page.ts'
import { type ComingShown, type StepShown, stepShown } from '../../domain/run/course-shown.ts'
import type { Heard } from '../../domain/stream/hear.ts'
import { isTurnedAway } from '../../domain/stream/standing.ts'

export const figure = (value: number): string => number({ value, locale: getLocale() })

/** What a seat is called: the name that somebody chose, else its number. */
export const nameWords = ({ seat, name }: { seat: number; name: string }): string =>
  name === '' ? m.room_sit_seat({ seat: figure(seat) }) : name

/** Minutes and seconds as a clock shows them: “5:20”, in the digits of the language. */
export const clockWords = (seconds: number): string => {
  const rest = seconds % 60
  return `${figure(Math.floor(seconds / 60))}:${figure(Math.floor(rest / 10))}${figure(rest % 10)}`
}

/** “left of 8 minutes”: what the clock began with. */
export const lengthWords = (seconds: number): string => {
  if (seconds <= 90 && seconds % 60 !== 0)
    return m.room_now_left_seconds({ n: seconds, shown: figure(seconds) })
  const minutes = Math.round(seconds / 60)
  return m.room_now_left_minutes({ n: minutes, shown: figure(minutes) })
}

/** What comes after this step, in a few words. */
export const nextWords = (coming: ComingShown | undefined, language: string): string => {
  if (!coming) return m.room_now_last()
  return coming.isNewBlock
    ? m.room_now_then_part({ part: coming.block.title })
    : m.room_now_then({ step: inLanguage(coming.step.name, language) })
}

/** A title in another language keeps its own direction inside of a sentence. */
const apart = (words: string): string => `\u2068${words}\u2069`

type Now = { kicker: string; title: string; text: string }

/** Where the room is, for one person: her own text where her part has one. */
export const nowWords = (shown: StepShown, heard: Heard, language: string): Now => {
  const { block, step, turn, turns } = shown
  const roles = heard.mine?.roles ?? []
  const own = roles.map((role) => step.textFor[role]).find((words) => words !== undefined)
  const isTurn = turns > 1 && turn >= 1 && turn <= turns
  return {
    kicker: isTurn
      ? m.room_now_turn({ part: apart(block.title), turn: figure(turn), turns: figure(turns) })
      : block.title,
    title: titleWords(shown, heard, language),
    text: inLanguage(own ?? step.text, language),
  }
}

const titleWords = ({ step }: StepShown, heard: Heard, language: string): string => {
  const name = inLanguage(step.name, language)
  if (step.turnedAway.length === 0) return name
  if (isTurnedAway(heard.mine?.roles ?? [], step)) return m.room_now_away_you()
  const away = (heard.group?.seats ?? []).filter(({ roles }) => isTurnedAway(roles, step))
  const [one, ...more] = away
  return one && more.length === 0 ? m.room_now_away_other({ name: nameWords(one) }) : name
}

/** What the window is called: the step first, for whoever has many of them. */
export const windowTitle = (page: RoomPage, heard: Heard): string => {
  const shown = heard.room && stepShown(page.plan, heard.room)
  if (heard.room?.status !== 'running' || !shown) return page.title
  return `${nowWords(shown, heard, page.language).title} · ${page.title}`
}

type Refusal = Extract<PressAnswer, { ok: false }>['refusal']

/** What became of a press. The sentences come when the first is needed: there are many, and most pages never need one. */
export const pressWords = async (refusal: Refusal): Promise<string> => {
  if (refusal.code === 'no-answer') return m.room_lost()
  try {
    const { refusalWords } = await import('../refusal-words.ts')
    return refusalWords(refusal)
  } catch {
    return m.room_lost()
  }
}
