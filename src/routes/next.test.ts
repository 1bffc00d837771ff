import { expect, test } from 'vitest'
import { safeNext } from './next.ts'

test('after signing in nobody is led away from the site', () => {
  for (const asked of [
    'https://evil.example',
    '//evil.example',
    '/app//evil.example',
    '/apple',
    '/app\\evil',
    '/app/\\evil',
    '/app/auth/x',
    '',
    null,
  ]) {
    expect(safeNext(asked), String(asked)).toBe('/app')
  }
})

test('a page of the site is reached again with its questions', () => {
  expect(safeNext('/app/clinic/people?q=osei')).toBe('/app/clinic/people?q=osei')
})
