import { type Format, inLanguage, type Step, type Words } from '../format/format.ts'
import type { Plan } from './plan.ts'

type Reading = { language: string; isHost: boolean }

/**
 * The plan as one person reads it: each text in one language alone, and what a facilitator may say only for hosts. A
 * phone that joins gets a quarter of the bytes.
 */
export const planInLanguage = (plan: Plan, reading: Reading): Plan => ({
  blocks: plan.blocks.map((block) => ({ ...block, format: formatInLanguage(block.format, reading) })),
})

export const formatInLanguage = (format: Format, reading: Reading): Format => {
  const read = (words: Words): Words => ({ [reading.language]: inLanguage(words, reading.language) })
  const step = ({ say, ...rest }: Step): Step => ({
    ...rest,
    name: read(rest.name),
    text: read(rest.text),
    textFor: Object.fromEntries(Object.entries(rest.textFor).map(([part, words]) => [part, read(words)])),
    ...(say && reading.isHost ? { say: read(say) } : {}),
    ...(rest.asks ? { asks: { ...rest.asks, label: read(rest.asks.label) } } : {}),
    ...(rest.stay ? { stay: { ...rest.stay, description: read(rest.stay.description) } } : {}),
  })
  return {
    ...format,
    title: read(format.title),
    about: read(format.about),
    roles: format.roles.map((role) => ({ ...role, name: read(role.name), task: read(role.task) })),
    before: format.before.map(step),
    turn: format.turn.map(step),
    after: format.after.map(step),
  }
}
