import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeSlug, slugFrom } from './slug.ts'

test('an address is made of plain letters, whatever the name', () => {
  expect(slugFrom('Alder Bridge Hospital')).toBe('alder-bridge-hospital')
  expect(slugFrom('Hôpital Saint-Éloi')).toBe('hopital-saint-eloi')
  expect(slugFrom("St Mary's")).toBe('st-marys')
  expect(slugFrom('مستشفى')).toBe('organisation')
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      expect(slugFrom(name)).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/)
    }),
  )
})

test('no organisation takes the address of a page of the site', () => {
  expect(slugFrom('Sign in')).toBe('sign-in-organisation')
})

test('a name that is taken gets a number', () => {
  expect(freeSlug({ name: 'Clinic', taken: new Set(['clinic', 'clinic-2']) })).toBe('clinic-3')
})
