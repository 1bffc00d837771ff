import { describe, expect, it } from 'vitest'
import { readFormatChange } from '../../contract/format-form.ts'
import { wiseCrowds } from '../run/rooms.fixture.ts'
import { adaptFormat, addStep, removeStep } from './adapt-format.ts'
import { checkFormat } from './check-format.ts'
import { stepsOf } from './format.ts'

/** The form of Wise Crowds as a page sends it, with what somebody changed in it. */
const sent = (over: Record<string, string | string[]> = {}): FormData => {
  const form = new FormData()
  const fields: Record<string, string | string[]> = {
    title: 'Plain',
    about: 'Plain',
    groups: 'groups',
    least: '3',
    ideal: '5',
    most: '7',
    turns: 'each',
    regroups: 'once',
    ...Object.fromEntries(
      stepsOf(wiseCrowds).flatMap((step) => [
        [`step-${step.id}-name`, step.id],
        [`step-${step.id}-text`, step.id],
        [`step-${step.id}-minutes`, String((step.seconds ?? 0) / 60)],
        [`step-${step.id}-together`, step.together],
        [`step-${step.id}-speaks`, typeof step.speaks === 'string' ? step.speaks : 'parts'],
        [`step-${step.id}-speaking`, typeof step.speaks === 'string' ? [] : [...step.speaks]],
        [`step-${step.id}-away`, [...step.turnedAway]],
      ]),
    ),
    ...over,
  }
  for (const [name, value] of Object.entries(fields)) for (const one of [value].flat()) form.append(name, one)
  return form
}
const adapted = (over: Parameters<typeof sent>[0] = {}) =>
  adaptFormat(wiseCrowds, readFormatChange(sent(over), wiseCrowds), 'en')

describe('a format that a facilitator adapts', () => {
  it('is the same when its form is sent back as it came', () => {
    expect(adapted()).toEqual(wiseCrowds)
  })

  it('takes other words, lengths and sizes, in her language alone', () => {
    const changed = adapted({ 'step-present-name': 'Tell', 'step-present-minutes': '2,5', most: '6' })
    const step = changed.turn.find(({ id }) => id === 'present')
    expect(step?.name).toEqual({ en: 'Tell' })
    expect(step?.seconds).toBe(150)
    expect(changed.groups).toEqual({ least: 3, ideal: 5, most: 6 })
    expect(changed.turn.slice(1)).toEqual(wiseCrowds.turn.slice(1))
  })

  it('keeps a text that was emptied, and lets a step without minutes go on until the host does', () => {
    const changed = adapted({ 'step-present-text': '', 'step-present-minutes': '' })
    const step = changed.turn.find(({ id }) => id === 'present')
    expect(step?.text).toEqual({ en: 'present' })
    expect(step?.seconds).toBeNull()
  })

  it('is told what would stop it halfway: turned away and speaking at once, sizes that fall, no number', () => {
    expect(checkFormat(adapted({ 'step-present-away': 'client' }))).toEqual([
      { code: 'turned-away-and-speaking', where: 'present', part: 'client' },
    ])
    expect(checkFormat(adapted({ least: '8' }))).toEqual([{ code: 'sizes-impossible' }])
    expect(checkFormat(adapted({ 'step-present-minutes': 'two' }))).toEqual([
      { code: 'step-too-long', where: 'present' },
    ])
  })

  it('gets further steps under names of their own, and loses those that are taken out', () => {
    const more = addStep(addStep(wiseCrowds, { phase: 'after', words: { en: 'New' } }), {
      phase: 'turn',
      words: { en: 'New' },
    })
    expect(checkFormat(more)).toEqual([])
    expect(stepsOf(more)).toHaveLength(stepsOf(wiseCrowds).length + 2)
    const fewer = removeStep(more, 'clarify')
    expect(stepsOf(fewer).map(({ id }) => id)).not.toContain('clarify')
  })
})
