import { expect, test } from 'vitest'
import { teams } from './hospital.ts'
import { simulateAnswers } from './simulate-answers.ts'
import { known, makeStaff } from './staff.ts'

const on = { today: '2026-11-22' }

test('the hospital has 302 people, all with names and addresses of their own', () => {
  const staff = makeStaff(on)
  expect(staff).toHaveLength(302)
  expect(new Set(staff.map(({ name }) => name)).size).toBe(302)
  expect(new Set(staff.map(({ email }) => email)).size).toBe(302)
})

test('every address ends in a name that is reserved for examples', () => {
  const addresses = [...makeStaff(on), known.operator].map(({ email }) => email)
  expect(addresses.filter((email) => !/^[a-z.]+@[a-z]+\.example$/.test(email))).toEqual([])
})

test('each team has one lead, and so have the clinical services; Jonas leads Surgery', () => {
  const leads = makeStaff(on).flatMap((person) => person.leads.map((unit) => [unit, person.name] as const))
  expect(leads.map(([unit]) => unit).sort()).toEqual([...new Set(teams.flatMap(({ path }) => path))].sort())
  expect(Object.fromEntries(leads).Surgery).toBe(known.lead.name)
})

test('made twice, the people and their answers are the same', () => {
  expect(makeStaff(on)).toEqual(makeStaff(on))
  const asked = {
    group: { name: 'Surgery', eligible: 22, unitNames: ['Surgery'] },
    items: [{ id: 'own.workload', options: [1, 2, 3, 4, 5] }],
    week: 3,
  }
  expect(simulateAnswers(asked)).toEqual(simulateAnswers(asked))
  expect(simulateAnswers(asked)).not.toEqual(simulateAnswers({ ...asked, week: 4 }))
})
