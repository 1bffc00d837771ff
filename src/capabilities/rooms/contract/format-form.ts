import type { FormatChange, StepChange } from '../domain/format/adapt-format.ts'
import { type Format, type GroupSizes, gatherings, stepsOf } from '../domain/format/format.ts'

const text = (sent: FormData, name: string, most: number) =>
  String(sent.get(name) ?? '')
    .replaceAll('\r\n', '\n')
    .trim()
    .slice(0, most)

const whole = (sent: FormData, name: string) => {
  const number = Number(text(sent, name, 4))
  return Number.isInteger(number) ? number : 0
}

/** What the form of a format sent, read for the steps and roles that the format has. */
export const readFormatChange = (sent: FormData, format: Format): FormatChange => ({
  title: text(sent, 'title', 120),
  about: text(sent, 'about', 2_000),
  groups: groupsIn(sent),
  regroups: sent.get('regroups') === 'each-turn' ? 'each-turn' : 'once',
  turns: sent.get('turns') === 'each' ? 'each' : whole(sent, 'turn-count'),
  roles: Object.fromEntries(
    format.roles.map(({ id }) => [
      id,
      { name: text(sent, `role-${id}-name`, 120), task: text(sent, `role-${id}-task`, 600) },
    ]),
  ),
  steps: Object.fromEntries(stepsOf(format).map(({ id }) => [id, stepIn(sent, id)])),
})

const groupsIn = (sent: FormData): GroupSizes =>
  sent.get('groups') === 'everyone'
    ? 'everyone'
    : { least: whole(sent, 'least'), ideal: whole(sent, 'ideal'), most: whole(sent, 'most') }

const stepIn = (sent: FormData, id: string): StepChange => {
  const field = (name: string) => `step-${id}-${name}`
  const minutes = text(sent, field('minutes'), 10).replace(',', '.')
  const seconds = minutes === '' ? null : Math.round(Number(minutes) * 60)
  const together = text(sent, field('together'), 20)
  return {
    name: text(sent, field('name'), 120),
    text: text(sent, field('text'), 2_000),
    say: text(sent, field('say'), 2_000),
    // What is no number is refused with a sentence, as a step of no length is.
    seconds: seconds === null || Number.isFinite(seconds) ? seconds : 0,
    together: gatherings.find((one) => one === together) ?? 'everyone',
    speaks: speaksIn(sent, field('speaks'), field('speaking')),
    turnedAway: sent.getAll(field('away')).map(String).slice(0, 12),
    onlyQuestions: sent.get(field('questions')) === 'yes',
  }
}

const speaksIn = (sent: FormData, how: string, who: string): StepChange['speaks'] => {
  const said = sent.get(how)
  if (said === 'nobody') return 'nobody'
  return said === 'parts' ? sent.getAll(who).map(String).slice(0, 12) : 'everyone'
}
