import { expect, test } from 'vitest'
import { type PastingRefusal, pastingStatusOf } from '../domain/instrument-pasting.ts'
import { type CheckinRefusal, statusOf } from '../domain/refusals.ts'
import { pastingFieldOf, planFieldOf, refusalWords } from './plan-refusal-words.ts'

const facts = {
  eligible: 6,
  minimum: 8,
  title: 'October',
  days: 14,
  made: 1,
  wanted: 3,
  secondsLeft: 20,
  limit: 500,
  most: 6,
  name: 'Maren Vos',
  ballots: 41,
  keys: 300,
  text: '1.12.',
}
const where = { item: 'own.workload', set: 'agreement', value: '3', where: 'own.workload' }

test('whatever check-ins refuse is a whole sentence with a status', () => {
  for (const [code, status] of Object.entries(statusOf)) {
    const words = refusalWords({ code, ...facts } as CheckinRefusal)
    expect(words, code).toMatch(/^[A-Z“0-9].*\.$/)
    expect(words, code).not.toMatch(/undefined|NaN|[{}]/)
    expect(status, code).toBeGreaterThanOrEqual(400)
    expect(status, code).toBeLessThan(500)
  }
})

test('whatever is wrong with a pasted wording is a whole sentence with a status', () => {
  for (const [code, status] of Object.entries(pastingStatusOf)) {
    const words = refusalWords({ code, ...facts, ...where } as PastingRefusal)
    expect(words, code).toMatch(/^[A-Z].*\.$/)
    expect(words, code).not.toMatch(/undefined|[{}]/)
    expect(status, code).toBeGreaterThanOrEqual(400)
    expect(status, code).toBeLessThan(500)
  }
})

test('a refusal tells its numbers', () => {
  const words = refusalWords({ code: 'checkins/too-few-people', eligible: 6, minimum: 8 })
  expect(words).toContain('6 people would be asked')
  expect(words).toContain('fewer than 8')
})

test('what is not hers and what is not there are told alike', () => {
  expect(refusalWords({ code: 'checkins/not-allowed' })).toBe(refusalWords({ code: 'checkins/not-found' }))
  expect(statusOf['checkins/not-allowed']).toBe(statusOf['checkins/not-found'])
})

test('a refusal finds the field that it speaks of', () => {
  expect(planFieldOf({ code: 'checkins/title-missing' })).toBe('title')
  expect(planFieldOf({ code: 'checkins/form-not-readable' })).toBeNull()
  expect(pastingFieldOf({ code: 'text-too-long', where: 'own.workload', limit: 500 })).toBe(
    'item:own.workload',
  )
  expect(pastingFieldOf({ code: 'text-too-long', where: 'agreement 3', limit: 500 })).toBe(
    'option:agreement:3',
  )
  expect(pastingFieldOf({ code: 'options-incomplete', set: 'agreement' })).toBe('option:agreement')
})
