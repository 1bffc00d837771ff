import type { Instrument } from '../instrument.ts'
import { awaitsText } from '../instrument-asking.ts'

/** No wave asks more than this, whatever was pasted: under forty questions. */
export const mostInOneWave = 39

export type Sized = { readonly id: string; readonly core: boolean; readonly items: number }

/**
 * Which modules are asked together: each list is one turn, in the order of the file, and turns follow each other and
 * begin again. Core modules are in each turn, every other one in exactly one, so that it comes back after as many dates
 * as there are turns. There are as few turns as `most` allows, and of those the longest is as short as can be. Modules
 * without a question that can be asked are in none.
 */
export const turnsOf = (modules: readonly Sized[], most = mostInOneWave): readonly (readonly string[])[] => {
  const asked = modules.filter(({ items }) => items > 0)
  const others = asked.filter(({ core }) => !core)
  const room = most - sum(asked.filter(({ core }) => core))
  const few = packed(others, room).length
  const longest = Math.max(0, ...others.map(({ items }) => items))
  let least = room
  while (least > longest && packed(others, least - 1).length === few) least--
  const groups = packed(others, least)
  if (groups.length === 0) return asked.length === 0 ? [] : [asked.map(({ id }) => id)]
  return groups.map((group) => asked.filter((one) => one.core || group.includes(one)).map(({ id }) => id))
}

const packed = (modules: readonly Sized[], room: number): Sized[][] => {
  const groups: Sized[][] = []
  let free = 0
  for (const module of modules) {
    if (groups.length === 0 || module.items > free) {
      groups.push([])
      free = room
    }
    groups.at(-1)?.push(module)
    free -= module.items
  }
  return groups
}

const sum = (modules: readonly Sized[]) => modules.reduce((total, { items }) => total + items, 0)

/** Quarters of the calendar, counted through the years. A day is an ISO day. */
export const quarterOf = (day: string): number => {
  const [year = 0, month = 1] = day.split('-').map(Number)
  return year * 4 + Math.floor((month - 1) / 3)
}

/**
 * Whose turn it is on a day. Turns go by the quarter of the calendar, so that anybody can work them out years ahead, and
 * a wave that was planned alone, skipped or moved disturbs no other.
 */
export const turnOn = <Turn>(turns: readonly Turn[], day: string): Turn | undefined =>
  turns[quarterOf(day) % turns.length]

/** How much each module of a survey can ask as it is worded now. A counterpart is asked in the place of its item. */
export const sizesOf = (survey: Instrument): Sized[] => {
  const askable = new Set(
    survey.items
      .filter((item) => item.counterpartOf === undefined && !awaitsText(survey, item))
      .map(({ id }) => id),
  )
  return (survey.modules ?? []).map(({ id, core, items }) => ({
    id,
    core,
    items: items.filter((item) => askable.has(item)).length,
  }))
}

/** Only these modules of a survey, as a questionnaire of its own. */
export const onlyModules = (survey: Instrument, ids: readonly string[]): Instrument => {
  const modules = (survey.modules ?? []).filter(({ id }) => ids.includes(id))
  const kept = new Set(modules.flatMap(({ items }) => items))
  return { ...survey, modules, items: survey.items.filter(({ id }) => kept.has(id)) }
}

/** What a wave asks that belongs to this day: the modules whose turn it is. Other questionnaires are asked whole. */
export const askedOn = (instrument: Instrument, day: string): Instrument => {
  if (!instrument.modules) return instrument
  return onlyModules(instrument, turnOn(turnsOf(sizesOf(instrument)), day) ?? [])
}
