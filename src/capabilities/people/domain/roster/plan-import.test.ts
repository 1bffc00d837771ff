import { expect, test } from 'vitest'
import { applied, member, type Roster, rowsOf } from './applied.fixture.ts'
import type { Decisions, ProblemCode } from './plan.ts'
import { planImport } from './plan-import.ts'
import { planText } from './plan-text.ts'
import type { RosterColumn } from './row.ts'

type Cells = Partial<Record<RosterColumn, string>>
const ana = { name: 'Ana Ruiz', unit: 'Surgery', profession: 'Nurse' }
const surgery = { id: 'u1', path: ['Surgery'] }

const plan = (lists: Cells[], roster: Partial<Roster> = {}, decisions: Decisions = {}) =>
  planImport({
    rows: rowsOf(lists),
    existing: { members: [], units: [], ...roster },
    organisationName: 'Riverside',
    today: '2026-11-22',
    decisions,
  })
const problem = (made: ReturnType<typeof plan>, code: ProblemCode) =>
  made.problems.find((found) => found.code === code)

test('A new person comes in with everything that her row says', () => {
  const boss = { ...ana, name: 'Bo Lind', email: 'Bo@X.org ' }
  const made = plan([
    boss,
    {
      ...ana,
      languages: 'English; español',
      startOn: '28/02/2026',
      manager: 'bo@x.ORG',
      workplace: 'Riverside house',
      shift: 'Nights',
    },
  ])
  expect(made.add).toEqual([
    { line: 2, name: 'Bo Lind', email: 'bo@x.org', unitPath: ['Surgery'], profession: 'Nurse', ...blank },
    {
      line: 3,
      name: 'Ana Ruiz',
      email: null,
      unitPath: ['Surgery'],
      profession: 'Nurse',
      languages: ['en', 'es'],
      startOn: '2026-02-28',
      manager: { kind: 'row', line: 2 },
      workplace: 'Riverside house',
      shift: 'Nights',
    },
  ])
  expect(made).toMatchObject({ rows: 2, unitsToMake: [['Surgery']], dayOrder: 'day-first', problems: [] })
})
const blank = { languages: [], startOn: null, manager: null, workplace: null, shift: null }

test('A person known by her address is moved and renamed, and the plan says what was before', () => {
  const roster = {
    members: [member({ id: 'a', name: 'Ana Ruiz', email: 'ANA@x.org' })],
    units: [surgery, { id: 'u2', path: ['Medicine 3'] }],
  }
  const made = plan([{ ...ana, name: 'Ana Silva', unit: 'medicine 3', email: 'ana@x.org' }], roster)
  expect(made.change).toEqual([
    {
      member: 'a',
      line: 2,
      name: 'Ana Silva',
      before: { name: 'Ana Ruiz', unitPath: ['Surgery'] },
      after: { name: 'Ana Silva', unitPath: ['Medicine 3'] },
    },
  ])
  expect(made).toMatchObject({ add: [], unitsToMake: [], absent: [] })
})

test('Without an address a person is known by name and team, whatever the case', () => {
  const roster = { members: [member({ id: 'a', name: 'Ana Ruiz' })], units: [surgery] }
  expect(plan([{ ...ana, unit: ' SURGERY ' }], roster)).toMatchObject({ add: [], change: [], same: 1 })
  expect(plan([{ ...ana, email: 'ana@x.org' }], roster).change).toMatchObject([
    { member: 'a', before: { email: null }, after: { email: 'ana@x.org' } },
  ])
})

test('An empty or unreadable cell takes nothing away that is here', () => {
  const here = { email: 'ana@x.org', languages: ['es'], startOn: '2020-01-01', managerId: 'b' }
  const roster = {
    members: [member({ id: 'a', name: 'Ana Ruiz', ...here }), member({ id: 'b', name: 'Bo Lind' })],
    units: [surgery],
  }
  const unreadable = { languages: 'Klingon', startOn: '31/02/2026', manager: 'Nobody' }
  expect(plan([ana], roster)).toMatchObject({ change: [], same: 1 })
  expect(plan([{ ...ana, ...unreadable }], roster)).toMatchObject({ change: [], same: 1 })
})

test('A closed account opens again when the list names its owner', () => {
  const roster = { members: [member({ id: 'a', name: 'Ana Ruiz', active: false })], units: [surgery] }
  expect(plan([ana], roster).change).toMatchObject([{ before: { active: false }, after: { active: true } }])
})

test('Those who are not in the list are named, and closed only when somebody asks', () => {
  const roster = {
    members: [member({ id: 'a', name: 'Ana Ruiz' }), member({ id: 'b', name: 'Bo Lind' })],
    units: [surgery],
  }
  expect(plan([ana], roster)).toMatchObject({ absent: ['b'], close: [] })
  expect(plan([ana], roster, { absent: 'close' })).toMatchObject({ absent: ['b'], close: ['b'] })
})

test('Somebody whose row is left out is not taken for gone', () => {
  const roster = {
    members: [
      member({ id: 'a', name: 'Ana Ruiz', email: 'ana@x.org' }),
      member({ id: 'b', name: 'Bo Lind', email: 'bo@x.org' }),
    ],
    units: [surgery],
  }
  const made = plan(
    [
      { ...ana, email: 'ana@' },
      { ...ana, name: '=1+1', email: 'bo@x.org' },
    ],
    roster,
    {
      absent: 'close',
    },
  )
  expect(made.leftOut.map(({ code }) => code)).toEqual(['email-incomplete', 'cell-is-formula'])
  expect(made).toMatchObject({ absent: [], close: [] })
})

test.each<[ProblemCode, RosterColumn, Cells]>([
  ['name-missing', 'name', { name: ' \u200b ' }],
  ['name-missing', 'name', { name: '?? 12' }],
  ['name-too-long', 'name', { name: 'a'.repeat(121) }],
  ['email-incomplete', 'email', { email: 'ana@example' }],
  ['unit-missing', 'unit', { unit: ' > ' }],
  ['unit-too-deep', 'unit', { unit: 'a/b/c/d/e/f/g/h/i' }],
  ['unit-name-too-long', 'unit', { unit: `Surgery > ${'a'.repeat(81)}` }],
  ['profession-missing', 'profession', { profession: '–' }],
  ['profession-too-long', 'profession', { profession: 'a'.repeat(81) }],
  ['cell-is-formula', 'name', { name: '=HYPERLINK("http://…")' }],
  ['cell-is-formula', 'name', { name: '\u200b=1+1' }],
  ['cell-is-formula', 'name', { name: '\tAna' }],
  ['cell-is-formula', 'name', { name: '＝1+1' }],
  ['cell-is-formula', 'unit', { unit: 'Surgery > @SUM(A1)' }],
  ['cell-is-formula', 'profession', { profession: '+Nurse' }],
  ['cell-is-formula', 'manager', { manager: '-1+1' }],
])('A row is left out and never stored: %s in %s', (code, column, cells) => {
  const made = plan([{ ...ana, ...cells }])
  expect(made.problems).toMatchObject([{ code, column, outcome: 'left-out', lines: [2] }])
  expect(made).toMatchObject({ add: [], unitsToMake: [], leftOut: [{ line: 2, code }] })
})

test.each<[ProblemCode, RosterColumn, Cells, object]>([
  ['language-unknown', 'languages', { languages: 'Klingon, nl' }, { languages: ['nl'] }],
  ['start-day-impossible', 'startOn', { startOn: '31/02/2026' }, { startOn: null }],
  ['start-day-unreadable', 'startOn', { startOn: 'last spring' }, { startOn: null }],
  ['start-day-far', 'startOn', { startOn: '2206-01-01' }, { startOn: null }],
  ['manager-unknown', 'manager', { manager: 'Nobody' }, { manager: null }],
  ['manager-self', 'manager', { manager: 'ana ruiz' }, { manager: null }],
])('A row comes in without the cell: %s in %s', (code, column, cells, after) => {
  const made = plan([{ ...ana, ...cells }])
  expect(made.problems).toMatchObject([{ code, column, outcome: 'cleared', lines: [2] }])
  expect(made.add).toMatchObject([after])
})

test('Marks that reorder what the eye reads are taken out, and the plan says so', () => {
  const made = plan([{ ...ana, name: 'Ana \u202eziuR\u202c' }])
  expect(made.add[0]?.name).toBe('Ana ziuR')
  expect(made.problems).toMatchObject([{ code: 'hidden-characters', outcome: 'mended', column: 'name' }])
})

test('Empty rows are passed over, and rows whose cells have shifted stay out', () => {
  const rows = rowsOf([{ name: ' ', unit: '', manager: '-' }, ana]).map((row) => ({
    ...row,
    hasExtraCells: row.line === 3,
  }))
  const made = planImport({
    rows,
    existing: { members: [], units: [] },
    organisationName: 'R',
    today: '2026-11-22',
  })
  expect(made).toMatchObject({ rows: 1, add: [], leftOut: [{ line: 3, code: 'row-shifted' }] })
})

test('Of rows that say the same the first stays', () => {
  const made = plan([ana, ana, { ...ana, unit: 'Surgery ' }])
  expect(made.add).toMatchObject([{ line: 2 }])
  expect(problem(made, 'row-twice')).toMatchObject({ lines: [3, 4], outcome: 'left-out' })
})

test('Of two rows with one address the later stays, unless the administrator prefers the earlier', () => {
  const rows = [
    { ...ana, unit: 'Medicine 3', email: 'ana@x.org' },
    { ...ana, unit: 'Medicine 5', email: 'Ana@X.org' },
  ]
  const asked = plan(rows)
  expect(problem(asked, 'email-twice')?.choice).toEqual({
    id: 'email-twice-2',
    chosen: 'keep-3',
    options: [
      { id: 'keep-3', line: 3, unitPath: ['Medicine 5'] },
      { id: 'keep-2', line: 2, unitPath: ['Medicine 3'] },
    ],
  })
  expect(asked).toMatchObject({ add: [{ line: 3 }], leftOut: [{ line: 2 }], unitsToMake: [['Medicine 5']] })
  expect(plan(rows, {}, { 'email-twice-2': 'keep-2' }).add).toMatchObject([{ line: 2 }])
  expect(plan(rows, {}, { 'email-twice-2': 'something else' }).add).toMatchObject([{ line: 3 }])
})

test('An address that several people share is nobody’s, unless the administrator says whose', () => {
  const rows = [
    { ...ana, email: 'ward@x.org' },
    { ...ana, name: 'Bo Lind', email: 'ward@x.org' },
  ]
  expect(plan(rows).add).toMatchObject([{ email: null }, { email: null }])
  expect(plan(rows, {}, { 'email-shared-2': 'keep-2' }).add).toMatchObject([
    { name: 'Ana Ruiz', email: 'ward@x.org' },
  ])
})

test('Two rows of one name in one team without addresses are a question, and the later stays', () => {
  const made = plan([ana, { ...ana, profession: 'Midwife' }])
  expect(made.add).toMatchObject([{ profession: 'Midwife' }])
  expect(problem(made, 'person-twice')?.choice?.options.map(({ id }) => id)).toEqual(['keep-3', 'keep-2'])
})

test('An address that belongs to somebody else here does not hand over her account', () => {
  const roster = { members: [member({ id: 'b', name: 'Bo Lind', email: 'bo@x.org' })], units: [surgery] }
  const asked = plan([{ ...ana, email: 'bo@x.org' }], roster)
  expect(asked).toMatchObject({ add: [], change: [], absent: [], leftOut: [{ line: 2 }] })
  expect(problem(asked, 'email-of-someone-else')).toMatchObject({ people: ['Ana Ruiz', 'Bo Lind'] })
  const same = plan([{ ...ana, email: 'bo@x.org' }], roster, { 'email-of-someone-else-2': 'same-person' })
  expect(same.change).toMatchObject([{ member: 'b', after: { name: 'Ana Ruiz' } }])
})

test('Whose address somebody else was given by mistake still finds her account by name and team', () => {
  const roster = { members: [member({ id: 'b', name: 'Bo Lind', email: 'bo@x.org' })], units: [surgery] }
  const made = plan(
    [
      { ...ana, email: 'bo@x.org' },
      { ...ana, name: 'Bo Lind' },
    ],
    roster,
  )
  expect(made).toMatchObject({ add: [], change: [], same: 1, absent: [], leftOut: [{ line: 2 }] })
})

test('Nobody gives up an address while another row claims it', () => {
  const roster = { members: [member({ id: 'b', name: 'Bo Lind', email: 'bo@x.org' })], units: [surgery] }
  const rows = [
    { ...ana, email: 'bo@x.org' },
    { ...ana, name: 'Bo Lind', email: 'new@x.org' },
  ]
  const made = plan(rows, roster, { 'email-changed-3': 'same-person' })
  expect(made).toMatchObject({ add: [{ line: 3, email: 'new@x.org' }], change: [], leftOut: [{ line: 2 }] })
})

test('The same name with a new address is a new person until somebody says that it is the same', () => {
  const roster = { members: [member({ id: 'a', name: 'Ana Ruiz', email: 'old@x.org' })], units: [surgery] }
  const rows = [{ ...ana, email: 'new@x.org' }]
  expect(plan(rows, roster)).toMatchObject({ add: [{ email: 'new@x.org' }], change: [], absent: ['a'] })
  expect(plan(rows, roster, { 'email-changed-2': 'same-person' })).toMatchObject({
    add: [],
    change: [{ member: 'a', before: { email: 'old@x.org' }, after: { email: 'new@x.org' } }],
  })
})

test('The same name without an address in another team may be said to have moved', () => {
  const roster = { members: [member({ id: 'a', name: 'Ana Ruiz' })], units: [surgery] }
  const rows = [{ ...ana, unit: 'Theatre' }]
  expect(plan(rows, roster)).toMatchObject({ add: [{ line: 2 }], absent: ['a'] })
  expect(plan(rows, roster, { 'person-moved-2': 'same-person' })).toMatchObject({
    change: [{ member: 'a', after: { unitPath: ['Theatre'] } }],
  })
})

test('A row that fits two people here is left out rather than guessed', () => {
  const twins = [member({ id: 'a', name: 'Ana Ruiz' }), member({ id: 'b', name: 'Ana Ruiz' })]
  expect(plan([ana], { members: twins, units: [surgery] })).toMatchObject({
    add: [],
    change: [],
    absent: [],
    leftOut: [{ code: 'person-unclear' }],
  })
})

test('A team whose name is nearly one that is here is asked about, and the one here is used until then', () => {
  const units = [
    { id: 'u1', path: ['Acute care'] },
    { id: 'u2', path: ['Acute care', 'Surgery'] },
  ]
  const rows = [{ ...ana, unit: 'acute care > Surgry' }]
  const asked = plan(rows, { units })
  expect(problem(asked, 'unit-close')).toMatchObject({
    lines: [2],
    value: 'Acute care > Surgry',
    suggestion: ['Acute care', 'Surgery'],
    choice: { id: 'unit-2-2', chosen: 'use' },
  })
  expect(asked).toMatchObject({ unitsToMake: [], add: [{ unitPath: ['Acute care', 'Surgery'] }] })
  const made = plan(rows, { units }, { 'unit-2-2': 'make-new' })
  expect(made).toMatchObject({
    unitsToMake: [['Acute care', 'Surgry']],
    add: [{ unitPath: ['Acute care', 'Surgry'] }],
  })
})

test('In a first list the commoner spelling is taken to be right, and teams below a slip go with it', () => {
  const rows = ['Acute care/Surgery', 'Acute care/Theatre', 'Acute caer/Surgery'].map((unit, at) => ({
    ...ana,
    name: `Ana ${'abc'[at]}`,
    unit,
  }))
  const made = plan(rows)
  expect(made.unitsToMake).toEqual([['Acute care'], ['Acute care', 'Surgery'], ['Acute care', 'Theatre']])
  expect(made.problems).toMatchObject([{ code: 'unit-close', lines: [4], suggestion: ['Acute care'] }])
})

test.each([
  ['Medicine 3', 'Medicine 5'],
  ['Ward A', 'Ward B'],
  ['Phase II', 'Phase III'],
  ['East wing', 'West wing'],
  ['Cardiology', 'Radiology'],
  ['ICU', 'ITU'],
])('Teams that are different on purpose are not asked about: %s and %s', (here, unit) => {
  const made = plan([{ ...ana, unit }], { units: [{ id: 'u', path: [here] }] })
  expect(made).toMatchObject({ problems: [], unitsToMake: [[unit]] })
})

test.each([
  ['Cirugía', 'cirugia'],
  ['Paediatrics', 'Pediatrics'],
  ['Medicine 3', 'Medicien 3'],
  ['Intensive care', 'Intensivecare'],
  ['الجراحة', 'الجراحه'],
])('Teams that differ by a slip are asked about: %s and %s', (here, unit) => {
  const made = plan([{ ...ana, unit }], { units: [{ id: 'u', path: [here] }] })
  expect(made).toMatchObject({ problems: [{ code: 'unit-close' }], unitsToMake: [] })
})

test('The organisation’s own name in front of a team is dropped, and a slash within a name is kept', () => {
  const made = plan([
    { ...ana, unit: 'RIVERSIDE > Surgery' },
    { ...ana, name: 'Bo Lind', unit: 'Head > Ear/Nose/Throat' },
  ])
  expect(made.add.map(({ unitPath }) => unitPath)).toEqual([['Surgery'], ['Head', 'Ear/Nose/Throat']])
})

test('Days that can be read in two ways follow the others of the column, or are asked about', () => {
  const days = (...texts: string[]) =>
    texts.map((startOn, at) => ({ ...ana, name: `Ana ${'abc'[at]}`, startOn }))
  const starts = (made: ReturnType<typeof plan>) => made.add.map(({ startOn }) => startOn)
  expect(starts(plan(days('03/04/2024', '31/12/2024', '2024-05-06')))).toEqual([
    '2024-04-03',
    '2024-12-31',
    '2024-05-06',
  ])
  expect(starts(plan(days('03/04/2024', '12/31/2024')))).toEqual(['2024-03-04', '2024-12-31'])
  const asked = plan(days('03.04.2024', '٠٥/٠٥/٢٠٢٤'))
  expect(problem(asked, 'start-day-order')).toMatchObject({
    lines: [2],
    value: '03.04.2024',
    outcome: 'asked',
  })
  expect(starts(asked)).toEqual(['2024-04-03', '2024-05-05'])
  expect(starts(plan(days('03.04.2024'), {}, { 'start-day-order': 'month-first' }))).toEqual(['2024-03-04'])
})

test('A circle of managers comes in without managers, and the plan names it', () => {
  const circle = ['Marta', 'Hugo', 'Ivo'].map((name, at, all) => ({
    ...ana,
    name,
    manager: all[(at + 1) % 3] ?? '',
  }))
  const made = plan([...circle, { ...ana, manager: 'Ivo' }])
  expect(made.problems).toMatchObject([
    { code: 'manager-circle', outcome: 'cleared', lines: [2, 3, 4], people: ['Marta', 'Hugo', 'Ivo'] },
  ])
  expect(made.add.map(({ manager }) => manager)).toEqual([null, null, null, { kind: 'row', line: 4 }])
})

test('A circle that closes through somebody who is here but not in the list is seen too', () => {
  const roster = {
    members: [member({ id: 'a', name: 'Ana Ruiz' }), member({ id: 'b', name: 'Bo Lind', managerId: 'a' })],
    units: [surgery],
  }
  const made = plan([{ ...ana, manager: 'Bo Lind' }], roster)
  expect(made.problems).toMatchObject([{ code: 'manager-circle', lines: [2] }])
  expect(made).toMatchObject({ change: [], same: 1 })
})

test('A manager’s name that two people have is not guessed', () => {
  const bo = { ...ana, name: 'Bo Lind' }
  const made = plan([bo, { ...bo, unit: 'Theatre' }, { ...ana, manager: 'Bo Lind' }])
  expect(problem(made, 'manager-unclear')).toMatchObject({ lines: [4], value: 'Bo Lind', outcome: 'cleared' })
})

test('The text of a plan is the same for the same roster and different when the roster has changed', () => {
  const roster = { members: [member({ id: 'a', name: 'Ana Ruiz', profession: 'Porter' })], units: [surgery] }
  const changed = { ...roster, members: [member({ id: 'a', name: 'Ana Ruiz', profession: 'Midwife' })] }
  expect(planText(plan([ana], roster))).toBe(planText(plan([ana], structuredClone(roster))))
  expect(planText(plan([ana], roster))).not.toBe(planText(plan([ana], changed)))
})

test('Everything that happens comes from the plan: carried out, the roster holds what the list says', () => {
  const roster = { members: [member({ id: 'a', name: 'Ana Ruiz' })], units: [surgery] }
  const made = plan(
    [
      { ...ana, manager: 'Bo Lind' },
      { ...ana, name: 'Bo Lind', unit: 'Theatre' },
    ],
    roster,
  )
  const after = applied({ plan: made, roster })
  expect(after.units.map(({ path }) => path)).toEqual([['Surgery'], ['Theatre']])
  expect(after.members).toMatchObject([
    { id: 'a', managerId: after.members[1]?.id },
    { unitPath: ['Theatre'] },
  ])
})
