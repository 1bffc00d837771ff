import { expect, test } from 'vitest'
import { roles } from './domain/roles.ts'
import { mayLookAfterPeople, mayOperate, mayReadAudit } from './policy.ts'

const employer = { isCommons: false }
const withRole = (role: (typeof roles)[number]) => ({
  roles: [role],
  isOperator: false,
  organisation: employer,
})

test('only administrators look after people', () => {
  expect(roles.filter((role) => mayLookAfterPeople(withRole(role)))).toEqual(['administrator'])
})

test('administrators and wellbeing leads read who did what', () => {
  expect(roles.filter((role) => mayReadAudit(withRole(role)))).toEqual(['administrator', 'wellbeing-lead'])
})

test('running the machine opens nothing inside an organisation', () => {
  const operator = { roles: [], isOperator: true, organisation: employer }
  expect([mayLookAfterPeople(operator), mayReadAudit(operator), mayOperate(operator)]).toEqual([
    false,
    false,
    true,
  ])
})

test('in the commons no role looks after people or reads who did what', () => {
  const inCommons = { roles, isOperator: true, organisation: { isCommons: true } }
  expect([mayLookAfterPeople(inCommons), mayReadAudit(inCommons)]).toEqual([false, false])
})
