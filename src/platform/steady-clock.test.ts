import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Log } from './log/log.server.ts'
import { openSteadyClock } from './steady-clock.server.ts'

const hour = 3_600_000
const noon = Date.parse('2026-11-29T12:00:00Z')

let folder: string
let wall: number
let ticks: number
const said: string[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kith-clock-'))
  wall = noon
  ticks = 5_000
  said.length = 0
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const say = (_facts: object, words: string) => void said.push(words)
const log = { error: say, warn: say, info: say, debug: say } as unknown as Log
const open = () =>
  openSteadyClock({
    clock: { now: () => new Date(wall), elapsed: () => ticks },
    file: join(folder, 'last-seen'),
    log,
  })
const pass = (ms: number) => {
  wall += ms
  ticks += ms
}

test('while both clocks agree it is the machine’s own time, also when that is set right by a little', () => {
  const steady = open()
  pass(30 * 24 * hour)
  steady.look()
  wall += hour / 2
  expect(steady.now()).toEqual(new Date(wall))
  wall -= 3 * hour
  expect(steady.now()).toEqual(new Date(wall))
  expect(said).toEqual([])
})

test('a jump ahead of a day is not believed for six hours, and one sentence tells whoever runs the site', () => {
  const steady = open()
  steady.look()
  wall += 24 * hour
  pass(hour)
  expect(steady.now()).toEqual(new Date(noon + hour))
  expect(steady.doubt()).toMatchObject({ believed: new Date(noon + hour), shown: new Date(wall) })
  pass(4 * hour)
  expect(steady.now()).toEqual(new Date(noon + 5 * hour))
  expect(said).toEqual([expect.stringContaining('jumped ahead')])
  pass(2 * hour)
  expect(steady.now()).toEqual(new Date(wall))
  expect(steady.doubt()).toBeUndefined()
})

test('a clock that is set right again is believed at once', () => {
  const steady = open()
  steady.look()
  wall += 24 * hour
  steady.look()
  wall -= 24 * hour
  pass(1_000)
  expect(steady.now()).toEqual(new Date(noon + 1_000))
  expect(steady.doubt()).toBeUndefined()
})

test('a jump during a restart is noticed by the time that was written down', () => {
  open().look()
  wall += 24 * hour
  ticks = 0
  const steady = open()
  expect(steady.now()).toEqual(new Date(noon))
  pass(6 * hour)
  expect(steady.now()).toEqual(new Date(wall))
})

test('asking for the time leaves no trace of when it was asked: only the rhythm writes it down', () => {
  const written = () => readFileSync(join(folder, 'last-seen'), 'utf8')
  const steady = open()
  pass(hour / 2)
  steady.now()
  expect(written()).toBe(String(noon))
  steady.look()
  expect(written()).toBe(String(wall))
})
