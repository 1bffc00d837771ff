import type { Format, Gathering, GroupSizes, Regrouping, Step, Words } from './format.ts'

/** What a facilitator may change in one step. */
export type StepChange = {
  name: string
  text: string
  say: string
  seconds: number | null
  together: Gathering
  speaks: 'everyone' | 'nobody' | readonly string[]
  turnedAway: readonly string[]
  onlyQuestions: boolean
}

/** What she may change in a format without code; steps and roles by their ids. */
export type FormatChange = {
  title: string
  about: string
  groups: GroupSizes
  regroups: Regrouping
  turns: 'each' | number
  roles: Readonly<Record<string, { name: string; task: string }>>
  steps: Readonly<Record<string, StepChange>>
}

export const phases = ['before', 'turn', 'after'] as const
export type Phase = (typeof phases)[number]

/** Her words in her language; a text that was emptied keeps what it said, as every step needs one. */
const written = (before: Words, text: string, language: string): Words =>
  text === '' ? before : { ...before, [language]: text }

/** A format as it is after a change. Whether it can be run is for `checkFormat`. */
export const adaptFormat = (format: Format, change: FormatChange, language: string): Format => {
  const steps = (of: readonly Step[]) => of.map((step) => adaptStep(step, change.steps[step.id], language))
  return {
    ...format,
    title: written(format.title, change.title, language),
    about: written(format.about, change.about, language),
    groups: change.groups,
    regroups: change.regroups,
    turns: change.turns,
    roles: format.roles.map((role) => ({
      ...role,
      name: written(role.name, change.roles[role.id]?.name ?? '', language),
      task: written(role.task, change.roles[role.id]?.task ?? '', language),
    })),
    before: steps(format.before),
    turn: steps(format.turn),
    after: steps(format.after),
  }
}

const adaptStep = (step: Step, change: StepChange | undefined, language: string): Step => {
  if (!change) return step
  const { say: saidBefore, onlyQuestions: _, ...rest } = step
  const { name, text, say, onlyQuestions, ...rules } = change
  return {
    ...rest,
    ...rules,
    name: written(step.name, name, language),
    text: written(step.text, text, language),
    ...(say === '' ? {} : { say: written(saidBefore ?? {}, say, language) }),
    ...(onlyQuestions ? { onlyQuestions: true } : {}),
  }
}

const freeStep = (format: Format): string => {
  const taken = new Set(phases.flatMap((phase) => format[phase].map(({ id }) => id)))
  let number = taken.size + 1
  while (taken.has(`step-${number}`)) number += 1
  return `step-${number}`
}

/** A further step at the end of a phase, five minutes long, in which everybody may write. */
export const addStep = (format: Format, on: { phase: Phase; words: Words }): Format => ({
  ...format,
  [on.phase]: [
    ...format[on.phase],
    {
      id: freeStep(format),
      seconds: 300,
      together: format.groups === 'everyone' ? 'everyone' : 'groups',
      speaks: 'everyone',
      turnedAway: [],
      name: on.words,
      text: on.words,
      textFor: {},
    } satisfies Step,
  ],
})

export const removeStep = (format: Format, id: string): Format => {
  const without = (steps: readonly Step[]) => steps.filter((step) => step.id !== id)
  return {
    ...format,
    before: without(format.before),
    turn: without(format.turn),
    after: without(format.after),
  }
}
