import { expect, test } from 'vitest'
import { locales } from '#messages/runtime.js'
import { languageOfLetters, languages } from './languages.ts'

test('people and texts mean the same languages', () => {
  expect([...languages].sort()).toEqual([...locales].sort())
})

test('a letter comes in the language that she chose, before any guess', () => {
  expect(languageOfLetters({ chosen: 'ar', spoken: ['en'], organisation: 'en' })).toBe('ar')
})

test('without a choice it comes in the language of the house if she speaks it, else in the first of hers', () => {
  expect(languageOfLetters({ chosen: null, spoken: [], organisation: 'fr' })).toBe('fr')
  expect(languageOfLetters({ chosen: null, spoken: ['es', 'en'], organisation: 'en' })).toBe('en')
  expect(languageOfLetters({ chosen: null, spoken: ['uk', 'es'], organisation: 'en' })).toBe('es')
  expect(languageOfLetters({ chosen: null, spoken: ['uk'], organisation: 'pt' })).toBe('en')
})
