import { expect, test } from 'vitest'
import { kindOfAddress } from './kinds-of-address.ts'

test('no address that has to do with answering, or with asking for help, is measured', () => {
  const quiet = [
    '/a',
    '/a/0f/ballots',
    '/answer',
    '/support',
    '/support/alder-bridge',
    '/_app/immutable/start.js',
    '/manifests/alder-bridge',
    '/app/alder-bridge/check-ins',
    '/app/alder-bridge/check-ins/0f',
    '/app/alder-bridge/check-ins/0f/ticket',
    '/app/alder-bridge/check-ins/0f/plan',
    '/app/alder-bridge/support',
    '/app/alder-bridge/data',
    '/offline',
    '/metrics',
    '/healthz',
  ]
  for (const path of quiet) expect([path, kindOfAddress(path)]).toEqual([path, undefined])
})

test('the other pages are measured by their kind, whichever organisation they belong to', () => {
  expect(kindOfAddress('/')).toBe('front')
  expect(kindOfAddress('/app/sign-in')).toBe('sign-in')
  expect(kindOfAddress('/app/operator')).toBe('operator')
  expect(kindOfAddress('/app/alder-bridge')).toBe('home')
  expect(kindOfAddress('/app/alder-bridge/people/import')).toBe('people')
})
