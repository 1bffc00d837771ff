import { expect, test } from 'vitest'
import { loadInstruments } from '../../content/load-instruments.server.ts'
import type { Instrument } from '../instrument.ts'
import { formsOf } from '../instrument-asking.ts'
import { cardOf } from '../instrument-card.ts'
import { withPastedTexts } from '../instrument-pasting.ts'
import { formIn, questionsOf, sectionsIn } from '../questions.ts'
import { withBorrowed } from './borrow.ts'
import { surveyFaults } from './survey-faults.ts'
import { askedOn, mostInOneWave } from './turns.ts'

const shelf = await loadInstruments({ folder: 'content/instruments' })
const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('not there')
  return value
}
const raw = must(shelf.get('quarterly-survey'))

/** Everything that can be pasted in one language, in every questionnaire that lends. */
const pasted = (locale: string): Map<string, Instrument> =>
  new Map(
    [...shelf].map(([id, instrument]) => {
      const items = instrument.items.filter(({ textFrom }) => textFrom === undefined)
      const sets = Object.entries(instrument.optionSets).filter(([, { textFrom }]) => textFrom === undefined)
      const filled = withPastedTexts(instrument, {
        locale,
        items: Object.fromEntries(items.map((item) => [item.id, `${id} ${item.id}`])),
        options: Object.fromEntries(
          sets.map(([name, { options }]) => [
            name,
            Object.fromEntries(options.map(({ value }) => [String(value), `${name} ${value}`])),
          ]),
        ),
      })
      if (!filled.ok) throw new Error(filled.refusal.code)
      return [id, filled.value]
    }),
  )

const days = ['2026-11-03', '2027-02-02', '2027-05-04', '2027-08-03']

test('as it ships, the survey asks only our own questions, all of them each time, in four languages', () => {
  const survey = withBorrowed(raw, shelf)
  for (const day of days) {
    const questions = questionsOf(askedOn(survey, day), 'en')
    expect(questions.items).toHaveLength(17)
    expect(questions.items.every(({ validated }) => !validated)).toBe(true)
    expect(questions.forms?.map(({ locale }) => locale)).toEqual(['en', 'es', 'fr', 'ar'])
    expect(questions.sections?.map(({ id }) => id)).toEqual([
      'workload',
      'admin',
      'moral',
      'team',
      'listening',
      'recognition',
      'equity',
      'leaving',
    ])
  }
})

test('with every wording pasted the modules take turns, under forty questions, and the core comes each time', () => {
  const full = pasted('en')
  const survey = withBorrowed(raw, full)
  const turns = must(cardOf(survey, 'en').survey).turns
  expect(turns.length).toBeGreaterThan(1)
  const seen = new Set<string>()
  for (const day of days.slice(0, turns.length)) {
    const questions = questionsOf(askedOn(survey, day), 'en')
    const asked = must(questions.forms?.[0]).items
    expect(asked.length).toBeLessThanOrEqual(mostInOneWave)
    expect(asked.length).toBeGreaterThan(20)
    const sections = must(questions.sections).map(({ id }) => id)
    expect(sections).toEqual(expect.arrayContaining(['burnout', 'workload', 'leaving']))
    for (const id of sections) seen.add(id)
    expect(new Set(must(questions.sections).flatMap(({ items }) => items)).size).toBe(questions.items.length)
  }
  expect([...seen].sort()).toEqual(
    must(raw.modules)
      .map(({ id }) => id)
      .sort(),
  )
})

test('what is borrowed keeps its licence and its direction, and says nothing but its mean', () => {
  const survey = withBorrowed(raw, pasted('en'))
  const find = (id: string) => must(survey.items.find((item) => item.id === id))
  expect(find('cbi.W1').report).toEqual({ kind: 'mean', higherIs: 'worse' })
  expect(find('cbi.W7').report).toEqual({ kind: 'mean', higherIs: 'better' })
  expect(find('hse-msit.3').report).toEqual({ kind: 'mean', higherIs: 'worse' })
  expect(find('hse-msit.2').report).toEqual({ kind: 'mean', higherIs: 'better' })
  expect(find('weekly-five.burnout-single').report).toEqual({ kind: 'mean', higherIs: 'worse' })
  expect(find('fevs.q5').licence?.tier).toBe('A')
  expect(survey.scales).toEqual([])
})

test('discrimination is yes or no, and marked so that it is never shown by team', () => {
  const survey = withBorrowed(raw, pasted('en'))
  const sensitive = survey.items.filter((item) => item.sensitive)
  expect(sensitive.map(({ id }) => id)).toEqual(
    ['wkageism', 'wkracism', 'wksexism', 'wkharsex', 'wkharoth'].map((id) => `qwl.${id}`),
  )
  for (const { options } of sensitive) expect(must(survey.optionSets[options]).options).toHaveLength(2)
  const day = must(days.find((one) => askedOn(survey, one).items.some(({ id }) => id === 'qwl.wkageism')))
  const asked = questionsOf(askedOn(survey, day), 'en').items.filter((item) => item.sensitive)
  expect(asked).toHaveLength(5)
})

test('what waits for its wording is named with the questionnaire in which it can be pasted', () => {
  const { modules } = must(cardOf(withBorrowed(raw, shelf), 'en').survey)
  const burnout = must(modules.find(({ id }) => id === 'burnout'))
  expect(burnout).toMatchObject({ items: 0, core: true })
  expect(burnout.awaits.map(({ id, items }) => [id, items])).toEqual([
    ['cbi', 7],
    ['weekly-five', 1],
  ])
  expect(modules.find(({ id }) => id === 'admin')?.awaits).toEqual([])
})

test('a burnout question that was pasted in English only leaves the other languages their own counterpart', () => {
  const weekly = must(shelf.get('weekly-five'))
  const five = { 1: 'one', 2: 'two', 3: 'three', 4: 'four', 5: 'five' }
  const filled = withPastedTexts(weekly, {
    locale: 'en',
    items: { 'burnout-single': 'Pasted' },
    options: { 'burnout-statements': five },
  })
  if (!filled.ok) throw new Error(filled.refusal.code)
  const survey = withBorrowed(raw, new Map([...shelf, ['weekly-five', filled.value]]))
  const questions = questionsOf(askedOn(survey, '2026-11-03'), 'en')
  expect(formsOf(survey, 'en').map(({ locale }) => locale)).toEqual(['en', 'es', 'fr', 'ar'])
  const spanish = formIn(questions, 'es')
  expect(spanish.items[0]?.id).toBe('weekly-five.own.burnout')
  expect(formIn(questions, 'en').items[0]?.id).toBe('weekly-five.burnout-single')
  expect(sectionsIn(questions, spanish)[0]).toMatchObject({ name: 'Agotamiento' })
  expect(sectionsIn(questions, spanish).flatMap(({ items }) => items)).toEqual(spanish.items)
})

test('a survey that borrows what is not there, or could ask forty, is refused with the field', () => {
  const [first, ...rest] = must(raw.modules)
  const change = (borrows: Record<string, string[]>): Instrument => ({
    ...raw,
    modules: [{ ...must(first), borrows }, ...rest],
  })
  const fieldsOf = (survey: Instrument) => surveyFaults(survey, shelf).map(({ field }) => field)
  expect(fieldsOf(raw)).toEqual([])
  expect(fieldsOf(change({ nowhere: ['1'] }))).toEqual(['modules.0.borrows.nowhere'])
  expect(fieldsOf(change({ cbi: ['W1', 'ghost'] }))).toEqual(['modules.0.borrows.cbi'])
  const hse = must(shelf.get('hse-msit')).items.map(({ id }) => id)
  expect(fieldsOf(change({ 'hse-msit': hse }))).toEqual(['modules'])
})
