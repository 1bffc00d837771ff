import { expect, test } from 'vitest'
import { showPlanOf } from '../domain/plan-shown.ts'
import { planReportingGroups } from '../domain/reporting-groups.ts'
import { lengthWords } from './length-words.ts'
import {
  awaitingWords,
  chanceWords,
  likelyWords,
  planRows,
  responseWords,
  sumsWords,
  validationWords,
} from './plan-words.ts'

const planOf = (sizes: Record<string, number>, k = 8) => {
  const names = Object.keys(sizes)
  const units = [
    { id: 'root', parent: null, name: 'Hospital', position: 0 },
    ...names.map((name, at) => ({ id: name, parent: 'root', name, position: at })),
  ]
  const eligible = names.flatMap((unit) =>
    Array.from({ length: sizes[unit] ?? 0 }, (_, at) => ({ member: `${unit}-${at}`, unit })),
  )
  const plan = planReportingGroups({ units, eligible, k })
  if (!plan.ok) throw new Error(plan.refusal.code)
  return plan.value
}

test('who is pooled is told with whom and why, and whom a bigger team protects by name', () => {
  const { nodes } = planOf({ Surgery: 23, Therapies: 14, Pharmacy: 6, Chapel: 0 })
  const rows = new Map(planRows({ nodes, minimumGroup: 8 }).map((row) => [row.name, row]))
  expect(rows.get('Hospital')).toMatchObject({ reported: 'whole', people: 43 })
  expect(rows.get('Surgery')).toMatchObject({ reported: 'alone' })
  expect(rows.get('Pharmacy')).toMatchObject({
    reported: { with: 'Hospital' },
    reason: 'Fewer than 8 people.',
  })
  expect(rows.get('Therapies')?.reason).toContain('then Pharmacy could be worked out by subtraction')
  expect(rows.get('Chapel')?.reason).toBe('Nobody is on its staff list now.')
})

test('the sum counts teams with people in them, never the whole', () => {
  expect(sumsWords(planOf({ Surgery: 23, Therapies: 14, Pharmacy: 6, Chapel: 0 }).nodes)).toBe(
    'Of 3 teams, 1 stand alone and 2 are reported together with the team above them.',
  )
  expect(sumsWords(planOf({ Surgery: 23, Therapies: 14 }).nodes)).toBe('Of 2 teams, all stand alone.')
  expect(sumsWords(planOf({ Surgery: 5, Therapies: 4 }).nodes)).toContain('none stands alone')
})

test('a plan that is shown names nobody', () => {
  const plan = planOf({ Surgery: 23, Pharmacy: 6 })
  const shown = showPlanOf({ plan, forecast: [], response: null, minimumGroup: 8 })
  expect(JSON.stringify(shown)).not.toContain('Surgery-1')
  expect(shown.eligible).toBe(29)
  expect(shown.readers.find(({ name }) => name === 'Pharmacy')).toMatchObject({
    group: 'Hospital',
    people: 29,
  })
})

test('a chance is told in words and in a number, and never as certain', () => {
  expect(chanceWords(1)).toBe('almost certain, over 99 in 100')
  expect(chanceWords(0)).toBe('hardly ever, under 1 in 100')
  expect(chanceWords(0.83)).toBe('likely, 83 in 100')
  expect(chanceWords(0.17)).toBe('unlikely, 17 in 100')
  expect(chanceWords(0.5)).toBe('could go either way, 50 in 100')
})

test('where no earlier wave tells the response, the guesses are called guesses', () => {
  expect(responseWords(null)).toContain('guesses')
  expect(responseWords(0.65)).toContain('about 65 in every 100')
})

test('a group counts as likely where a result is likelier than not', () => {
  const chances = [0.9, 0.5, 0.2].map((chance, at) => ({
    unit: `u${at}`,
    people: 20,
    chances: [{ response: 0.6, chance }],
  }))
  expect(likelyWords({ chances })).toEqual(['If 60 in every 100 answer, expect a result for 1 of 3 groups.'])
})

test('a card says how long, what is not validated, and what awaits its wording', () => {
  expect(lengthWords({ asked: 3 })).toBe('3 questions, about a minute at most.')
  expect(lengthWords({ asked: 38 })).toBe('38 questions, about 6 minutes.')
  expect(validationWords({ asked: 3, unvalidated: 3 })).toBe('None of them is validated yet.')
  expect(validationWords({ asked: 5, unvalidated: 3 })).toBe('3 of them are not validated yet.')
  expect(awaitingWords({ awaiting: ['Burnout', 'Loneliness'] })).toBe(
    'Burnout and Loneliness await their wording and are not asked.',
  )
  expect(awaitingWords({ awaiting: [] })).toBe('')
})
