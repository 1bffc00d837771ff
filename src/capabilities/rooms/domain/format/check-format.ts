import { type Format, isGrouped, type Step, stepsOf, turnPart } from './format.ts'

/** What may be wrong with a format that has the right shape. `where` is the id of a step or role. */
export type FormatProblem =
  | { code: 'format-has-no-steps' }
  | { code: 'step-twice' | 'role-twice' | 'step-too-long' | 'nobody-can-write'; where: string }
  | { code: 'part-unknown'; where: string; part: string }
  | { code: 'turned-away-and-speaking'; where: string; part: string }
  | { code: 'sizes-impossible' | 'turns-out-of-range' | 'each-needs-a-part' | 'duty-needs-groups' }
  | { code: 'pairs-need-groups' | 'groups-need-sizes'; where: string }
  | { code: 'turn-has-no-steps' }

export const LONGEST_STEP = 2 * 60 * 60
export const MOST_TURNS = 12
export const MOST_IN_A_GROUP = 12

/** Everything that keeps a format from being run, so that a facilitator can mend all of it at once. */
export const checkFormat = (format: Format): FormatProblem[] => {
  const steps = stepsOf(format)
  return [
    ...(steps.length === 0 ? [{ code: 'format-has-no-steps' } as const] : []),
    ...twice(steps.map(({ id }) => id)).map((where) => ({ code: 'step-twice' as const, where })),
    ...twice(format.roles.map(({ id }) => id)).map((where) => ({ code: 'role-twice' as const, where })),
    ...checkSizes(format),
    ...checkTurns(format),
    ...steps.flatMap((step) => checkStep(format, step)),
  ]
}

const checkSizes = (format: Format): FormatProblem[] => {
  const { groups } = format
  if (groups === 'everyone')
    return format.roles.some(({ kind }) => kind === 'duty') ? [{ code: 'duty-needs-groups' }] : []
  const isPossible = 2 <= groups.least && groups.least <= groups.ideal && groups.ideal <= groups.most
  return isPossible && groups.most <= MOST_IN_A_GROUP ? [] : [{ code: 'sizes-impossible' }]
}

const checkTurns = (format: Format): FormatProblem[] => {
  if (format.turns === 'each')
    return isGrouped(format) && turnPart(format) && format.turn.length > 0
      ? []
      : [{ code: 'each-needs-a-part' }]
  const isInRange = Number.isInteger(format.turns) && format.turns >= 1 && format.turns <= MOST_TURNS
  if (!isInRange) return [{ code: 'turns-out-of-range' }]
  return format.turns > 1 && format.turn.length === 0 ? [{ code: 'turn-has-no-steps' }] : []
}

const checkStep = (format: Format, step: Step): FormatProblem[] => {
  const where = step.id
  const parts = new Set(format.roles.filter(({ kind }) => kind === 'part').map(({ id }) => id))
  const speaking = typeof step.speaks === 'string' ? [] : step.speaks
  const named = [...speaking, ...step.turnedAway, ...(step.asks ? [step.asks.part] : [])]
  const texts = Object.keys(step.textFor).filter((id) => !format.roles.some((role) => role.id === id))
  const tooLong = step.seconds !== null && !(step.seconds >= 1 && step.seconds <= LONGEST_STEP)
  return [
    ...(tooLong ? [{ code: 'step-too-long' as const, where }] : []),
    ...[...new Set([...named.filter((part) => !parts.has(part)), ...texts])].map((part) => ({
      code: 'part-unknown' as const,
      where,
      part,
    })),
    ...speaking
      .filter((part) => step.turnedAway.includes(part))
      .map((part) => ({ code: 'turned-away-and-speaking' as const, where, part })),
    ...(step.speaks !== 'nobody' && speaking.length === 0 && step.speaks !== 'everyone'
      ? [{ code: 'nobody-can-write' as const, where }]
      : []),
    ...(step.together === 'pairs' && !isGrouped(format)
      ? [{ code: 'pairs-need-groups' as const, where }]
      : []),
    ...(step.together === 'groups' && !isGrouped(format)
      ? [{ code: 'groups-need-sizes' as const, where }]
      : []),
  ]
}

const twice = (ids: readonly string[]) => [...new Set(ids.filter((id, at) => ids.indexOf(id) !== at))]
