import { expect, test } from 'vitest'
import { createAttempts } from './attempts.server.ts'

const rule = { window: 3600, max: 2 }
const begin = () => {
  let now = Date.parse('2026-11-02T09:00:00Z')
  const attempts = createAttempts({ clock: { now: () => new Date(now) } })
  const isAllowed = async (key: string) => (await attempts.consume(key, rule)).allowed
  const pass = (seconds: number) => {
    now += seconds * 1000
  }
  return { attempts, isAllowed, pass }
}

test('a clock that goes back forgets no attempt, and locks nobody out for longer than the window', async () => {
  const { attempts, isAllowed, pass } = begin()
  await isAllowed('a')
  await isAllowed('a')
  pass(-86_400)
  expect(await attempts.consume('a', rule)).toEqual({ allowed: false, retryAfter: 3600 })
  pass(3600)
  expect(await isAllowed('a')).toBe(true)
})

test('only counts whose window is over are forgotten', async () => {
  const { isAllowed, pass } = begin()
  await isAllowed('early')
  await isAllowed('early')
  pass(3000)
  await isAllowed('late')
  await isAllowed('late')
  pass(600)
  expect(await isAllowed('early')).toBe(true)
  expect(await isAllowed('late')).toBe(false)
})
