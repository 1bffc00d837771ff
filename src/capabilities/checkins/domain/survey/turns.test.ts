import fc from 'fast-check'
import { expect, test } from 'vitest'
import { daysOf } from '../series.ts'
import { mostInOneWave, quarterOf, type Sized, turnOn, turnsOf } from './turns.ts'

/** What the files may hold: the core and the largest module fit into one wave (`surveyFaults`). */
const survey: fc.Arbitrary<Sized[]> = fc
  .array(fc.record({ core: fc.boolean(), items: fc.nat({ max: 15 }) }), { minLength: 1, maxLength: 16 })
  .map((modules) => modules.map((module, at) => ({ ...module, id: `m${at}` })))
  .filter((modules) => {
    const core = modules.filter((one) => one.core).reduce((sum, { items }) => sum + items, 0)
    return (
      core + Math.max(0, ...modules.filter((one) => !one.core).map(({ items }) => items)) <= mostInOneWave
    )
  })

const firstOn = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2045-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10))

const itemsOf = (modules: readonly Sized[], turn: readonly string[]) =>
  modules.filter(({ id }) => turn.includes(id)).reduce((sum, { items }) => sum + items, 0)

/** The turns of twelve dates, three months apart, of a series that begins on that day. */
const turnsFrom = (modules: readonly Sized[], day: string) => {
  const turns = turnsOf(modules)
  const series = { rhythm: 'quarterly', firstOn: day, daysOpen: 14, holidays: [], onHoliday: 'move' } as const
  return daysOf(series, { from: day, count: 12 }).map(({ plannedOn }) => turnOn(turns, plannedOn) ?? [])
}

test('no date asks forty questions or more', () => {
  fc.assert(
    fc.property(survey, firstOn, (modules, day) => {
      for (const turn of turnsFrom(modules, day)) expect(itemsOf(modules, turn)).toBeLessThan(40)
    }),
  )
})

test('every core module with a question is asked on each date, and no module without one on any', () => {
  fc.assert(
    fc.property(survey, firstOn, (modules, day) => {
      const core = modules.filter((one) => one.core && one.items > 0).map(({ id }) => id)
      const silent = modules.filter(({ items }) => items === 0).map(({ id }) => id)
      for (const turn of turnsFrom(modules, day)) {
        if (turnsOf(modules).length > 0) expect(turn).toEqual(expect.arrayContaining(core))
        expect(turn.some((id) => silent.includes(id))).toBe(false)
      }
    }),
  )
})

test('each other module comes back after exactly as many dates as there are turns', () => {
  fc.assert(
    fc.property(survey, firstOn, (modules, day) => {
      const turns = turnsOf(modules)
      const dates = turnsFrom(modules, day)
      for (const { id } of modules.filter((one) => !one.core && one.items > 0)) {
        const asked = dates.map((turn) => turn.includes(id))
        dates.forEach((_, at) => {
          if (at + turns.length > dates.length) return
          expect(asked.slice(at, at + turns.length).filter(Boolean)).toHaveLength(1)
        })
      }
    }),
  )
})

test('the same modules on the same day take the same turn, in the order of the file', () => {
  fc.assert(
    fc.property(survey, firstOn, (modules, day) => {
      const order = modules.map(({ id }) => id)
      const first = turnsFrom(modules, day)
      expect(turnsFrom(structuredClone(modules), day)).toEqual(first)
      for (const turn of first) expect(turn).toEqual(order.filter((id) => turn.includes(id)))
    }),
  )
})

test('nothing takes turns while all of it fits, and there are no more turns than are needed', () => {
  fc.assert(
    fc.property(survey, (modules) => {
      const turns = turnsOf(modules)
      const all = modules.reduce((sum, { items }) => sum + items, 0)
      if (all > 0 && all <= mostInOneWave) expect(turns).toHaveLength(1)
      turns.slice(1).forEach((turn, before) => {
        const both = new Set([...turn, ...(turns[before] ?? [])])
        expect(itemsOf(modules, [...both])).toBeGreaterThan(mostInOneWave)
      })
    }),
  )
})

test('turns go by the quarter of the calendar, through the turn of the year', () => {
  expect(quarterOf('2026-10-01')).toBe(quarterOf('2026-12-31'))
  expect(quarterOf('2026-12-31') + 1).toBe(quarterOf('2027-01-01'))
  const [first, ...others] = ['2026-11-03', '2027-02-02', '2027-05-04', '2027-08-03'].map((day) =>
    turnOn(['a', 'b', 'c'], day),
  )
  expect(new Set([first, ...others.slice(0, 2)]).size).toBe(3)
  expect(others[2]).toBe(first)
  expect(turnOn([], '2026-11-03')).toBeUndefined()
})
