import fc from 'fast-check'
import { expect, test } from 'vitest'
import { applied, type Roster, rowsOf } from './applied.fixture.ts'
import { exactKey } from './cells/text.ts'
import type { Decisions, ImportPlan } from './plan.ts'
import { planImport } from './plan-import.ts'
import { planText } from './plan-text.ts'
import type { RosterRow } from './row.ts'

const setting = { organisationName: 'Riverside', today: '2026-11-22' }
const nothingHere: Roster = { members: [], units: [] }
const plan = ({
  rows,
  roster,
  decisions = {},
}: {
  rows: RosterRow[]
  roster: Roster
  decisions?: Decisions
}) => planImport({ rows, existing: roster, decisions, ...setting })

// Few enough of each that people, addresses, teams and managers meet, and near enough that questions arise.
const names = ['Ana Ruiz', 'ana ruiz', 'Ana Silva', 'Bo Lind', 'Cy Osei', 'Cy Ossei', 'Zoë Núñez', '', '=1+1']
const emails = ['ana@x.org', 'ANA@x.org', 'bo@x.org', 'cy@x.org', 'ward@x.org', 'zoe@', '', '']
const units = [
  ...[
    'Surgery',
    'surgery',
    'Surgry',
    'Surgeries',
    'Acute care > Surgery',
    'Acute caer > Surgery',
    'Acute care/Surgry',
  ],
  ...['Riverside > Surgery', 'Medicine 3', 'Medicine 5', 'Cardiology', 'Radiology', ''],
]
const days = ['2024-02-01', '03/04/2024', '31/12/2024', '12/31/2024', '31/02/2026', 'soon', '']
const row = fc.record({
  name: fc.constantFrom(...names),
  email: fc.constantFrom(...emails),
  unit: fc.constantFrom(...units),
  profession: fc.constantFrom('Nurse', 'Nurse', 'Midwife', ''),
  languages: fc.constantFrom('en', 'fr; es', 'Klingon', ''),
  startOn: fc.constantFrom(...days),
  workplace: fc.constantFrom('', 'Main building', ' main  building'),
  shift: fc.constantFrom('', 'Nights', '=1+1'),
  manager: fc.constantFrom('', 'Ana Ruiz', 'Bo Lind', 'Cy Osei', 'bo@x.org', 'ana@x.org', 'Nobody'),
})
const list = fc.array(row, { maxLength: 12 }).map(rowsOf)

/** Answers every question by the dice, those that an answer raises included. */
function decided({ rows, roster, dice }: { rows: RosterRow[]; roster: Roster; dice: number[] }): Decisions {
  const decisions: Record<string, string> = {}
  for (let round = 0; round < 4; round += 1)
    for (const [at, { id, options }] of plan({ rows, roster, decisions }).choices.entries())
      decisions[id] ??= options[(dice[at % dice.length] ?? 0) % options.length]?.id ?? ''
  return decisions
}
const dice = fc.array(fc.nat(5), { minLength: 1, maxLength: 8 })

function expectNothingLeftToDo(again: ImportPlan) {
  expect(again).toMatchObject({ add: [], change: [], unitsToMake: [], close: [] })
}

test('Importing the same list again changes nothing, whatever the list and whoever was here', () => {
  fc.assert(
    fc.property(list, list, (earlier, rows) => {
      const roster = applied({ plan: plan({ rows: earlier, roster: nothingHere }), roster: nothingHere })
      const first = plan({ rows, roster })
      expectNothingLeftToDo(plan({ rows, roster: applied({ plan: first, roster }) }))
    }),
    { numRuns: 500 },
  )
})

test('Importing the same list again with the same answers changes nothing either', () => {
  fc.assert(
    fc.property(list, list, dice, (earlier, rows, thrown) => {
      const roster = applied({ plan: plan({ rows: earlier, roster: nothingHere }), roster: nothingHere })
      const decisions = decided({ rows, roster, dice: thrown })
      const first = plan({ rows, roster, decisions })
      expectNothingLeftToDo(plan({ rows, roster: applied({ plan: first, roster }), decisions }))
    }),
    { numRuns: 500 },
  )
})

test('Every row is accounted for once, and no two people end with one address or one account', () => {
  fc.assert(
    fc.property(list, list, dice, (earlier, rows, thrown) => {
      const roster = applied({ plan: plan({ rows: earlier, roster: nothingHere }), roster: nothingHere })
      const made = plan({ rows, roster, decisions: decided({ rows, roster, dice: thrown }) })
      expect(made.add.length + made.change.length + made.same + made.leftOut.length).toBe(made.rows)
      const lines = [...made.add, ...made.change, ...made.leftOut].map(({ line }) => line)
      expect(new Set(lines).size).toBe(lines.length)
      const { members } = applied({ plan: made, roster })
      expect(new Set(members.map(({ id }) => id)).size).toBe(members.length)
      const addresses = members.flatMap(({ email }) => email ?? [])
      expect(new Set(addresses.map(exactKey)).size).toBe(addresses.length)
    }),
    { numRuns: 400 },
  )
})

test('After an import nobody is, through others, her own manager', () => {
  fc.assert(
    fc.property(list, list, (earlier, rows) => {
      const roster = applied({ plan: plan({ rows: earlier, roster: nothingHere }), roster: nothingHere })
      const { members } = applied({ plan: plan({ rows, roster }), roster })
      const managers = new Map(members.map(({ id, managerId }) => [id, managerId]))
      for (const { id } of members) {
        let steps = 0
        for (let at = managers.get(id); at; at = managers.get(at))
          expect(++steps).toBeLessThan(members.length + 1)
      }
    }),
    { numRuns: 400 },
  )
})

test('Any text in any cell gives a plan that stores no formula and nothing unseen', () => {
  const odd = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 30 }),
    fc.string({ unit: fc.constantFrom(...'=+-@\t\r\n\u0000\u202e\u2066\u200bé٣a >/;,"'), maxLength: 12 }),
  )
  const cells = fc.record({
    ...{ name: odd, email: odd, unit: odd, profession: odd, languages: odd, startOn: odd, manager: odd },
  })
  const fine = { name: 'Ana', unit: 'Surgery', profession: 'Nurse' }
  const mixed = fc.tuple(cells, fc.subarray(['name', 'unit', 'profession'] as const)).map(([all, keep]) => ({
    ...all,
    ...Object.fromEntries(keep.map((column) => [column, fine[column]])),
  }))
  fc.assert(
    fc.property(fc.array(mixed, { maxLength: 4 }), (lists) => {
      const made = plan({ rows: rowsOf(lists), roster: nothingHere })
      for (const { name, profession, unitPath, email } of made.add)
        for (const text of [name, profession, ...unitPath, email ?? 'a'])
          expect(text).toMatch(/^(?![=+\-@\s])[^\p{Cc}\u202a-\u202e\u2066-\u2069\u200b]+$/u)
      expect(JSON.parse(planText(made))).toEqual(JSON.parse(JSON.stringify(made)))
    }),
    { numRuns: 500 },
  )
})
