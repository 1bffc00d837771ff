import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planImport } from '../domain/roster/plan-import.ts'
import { readRosterFile } from './read-roster-file.server.ts'

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../../tests/fixtures/rosters/${name}`, import.meta.url)))
const bytesOf = (text: string) => new TextEncoder().encode(text)
const accepted = (bytes: Uint8Array) => {
  const read = readRosterFile({ bytes })
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
const refused = (bytes: Uint8Array, limits: { maxRows?: number; maxBytes?: number } = {}) => {
  const read = readRosterFile({ bytes, ...limits })
  return read.ok ? null : read.refusal
}

test('A list saved as UTF-8 with commas is read, commas within quotes and Arabic names included', () => {
  const file = accepted(fixture('clean.csv'))
  expect(file).toMatchObject({ encoding: 'utf-8', separator: ',', telltale: 'Zoë Núñez' })
  expect(file.rows.map(({ cells }) => cells.name)).toContain('Brien, Sean O’')
  expect(file.rows.map(({ cells }) => cells.name)).toContain('ليلى حداد')
  expect(file.rows[0]).toEqual({
    line: 2,
    hasExtraCells: false,
    cells: {
      name: 'Amara Osei',
      email: 'amara.osei@example.org',
      unit: 'Acute care > Surgery',
      profession: 'Nurse',
      languages: 'English, French',
      startOn: '2021-03-01',
      manager: '',
    },
  })
})

test('A list saved by an office program in Windows-1252 with semicolons and Spanish headings is read', () => {
  const file = accepted(fixture('messy-windows-1252.csv'))
  expect(file).toMatchObject({ encoding: 'windows-1252', separator: ';', telltale: 'Zoë Núñez' })
  expect(file.header.columns).toHaveLength(7)
})

test('Rows are numbered as a spreadsheet numbers them, past empty rows and cells of two lines', () => {
  const lines = accepted(fixture('messy-windows-1252.csv')).rows.map(({ line, cells }) => [line, cells.name])
  expect(lines).toContainEqual([12, 'Jonas Lindqvist'])
  expect(lines).toContainEqual([13, 'Anneke de Vries'])
  expect(lines).toContainEqual([15, 'Lost Soul'])
})

test('A row with something to the right of the last heading is marked as shifted', () => {
  const shifted = accepted(fixture('messy-windows-1252.csv')).rows.filter(
    ({ hasExtraCells }) => hasExtraCells,
  )
  expect(shifted.map(({ line }) => line)).toEqual([16])
})

test('UTF-16 with a mark and tabs is read in either byte order', () => {
  const little = fixture('utf-16.csv')
  const big = Uint8Array.from(little, (_, at) => little[at ^ 1] ?? 0)
  expect(accepted(little)).toMatchObject({ encoding: 'utf-16le', separator: '\t', telltale: 'Zoë Núñez' })
  expect(accepted(big)).toMatchObject({ encoding: 'utf-16be', rows: accepted(little).rows })
})

test('UTF-16 without a mark is refused as no text, until somebody says how it was saved', () => {
  const bytes = fixture('utf-16.csv').subarray(2)
  expect(refused(bytes)).toEqual({ code: 'file-binary' })
  const read = readRosterFile({ bytes, encoding: 'utf-16le' })
  expect(read.ok && read.value.telltale).toBe('Zoë Núñez')
})

test('Every separator is found, also where the other ones stand inside the cells', () => {
  const rows = [
    ['name', 'unit', 'profession'],
    ['Osei, Amara', 'Acute; care', 'Nurse'],
    ['Lind, Jo', 'Acute; care', 'Cook'],
  ]
  for (const separator of [',', ';', '\t']) {
    const text = rows.map((cells) => cells.map((cell) => `"${cell}"`).join(separator)).join('\r\n')
    expect(accepted(bytesOf(text))).toMatchObject({ separator, rows: { length: 2 } })
  }
})

test('The same names are read from every encoding that an office may use, where it says so or not', () => {
  const text = 'name;unit;profession\nZoë Núñez;Chirurgie;Médecin\n'
  const latin = Uint8Array.from(text, (letter) => letter.codePointAt(0) ?? 0)
  const wide = new Uint8Array(Uint16Array.from(text, (letter) => letter.codePointAt(0) ?? 0).buffer)
  const saved: [string, Uint8Array][] = [
    ['utf-8', bytesOf(text)],
    ['utf-8', Uint8Array.of(0xef, 0xbb, 0xbf, ...bytesOf(text))],
    ['windows-1252', latin],
    ['utf-16le', Uint8Array.of(0xff, 0xfe, ...wide)],
  ]
  for (const [encoding, bytes] of saved)
    expect(accepted(bytes)).toMatchObject({ encoding, telltale: 'Zoë Núñez' })
})

test('Arabic headings after a byte order mark are understood', () => {
  expect(accepted(fixture('arabic-headings.csv')).rows[0]?.cells).toEqual({
    name: 'ليلى حداد',
    unit: 'الجراحة',
    profession: 'ممرضة',
    email: 'layla@example.org',
  })
})

test('Headings are understood whatever their case, accents and remarks in brackets; others are named as not used', () => {
  const { header } = accepted(
    bytesOf('NOM ET PRÉNOM;Équipe;Métier (obligatoire);Badge\nAna;Chirurgie;Infirmière;7\n'),
  )
  expect(header.columns.map(({ column }) => column)).toEqual(['name', 'unit', 'profession'])
  expect(header.ignored).toEqual(['Badge'])
})

test('The line “sep=;” above the headings is obeyed and not counted', () => {
  const file = accepted(bytesOf('sep=;\r\nname;unit;profession\r\nAna;Ward, upper;Nurse\r\n'))
  expect(file.rows).toEqual([
    { line: 2, cells: { name: 'Ana', unit: 'Ward, upper', profession: 'Nurse' }, hasExtraCells: false },
  ])
})

test('An encoding that somebody names is used instead of a guess', () => {
  const arabic = Uint8Array.of(
    ...bytesOf('name;unit;profession\n'),
    0xe1,
    0xed,
    0xe1,
    0xec,
    ...bytesOf(';A;B\n'),
  )
  const read = readRosterFile({ bytes: arabic, encoding: 'windows-1256' })
  expect(read.ok && read.value.rows[0]?.cells.name).toBe('ليلى')
})

test('A list without a required column is refused with the columns that are missing', () => {
  expect(refused(bytesOf('name,e-mail\nAna,ana@example.org\n'))).toEqual({
    code: 'columns-missing',
    missing: ['unit', 'profession'],
    headings: ['name', 'e-mail'],
  })
})

test('What cannot be read as a list is refused with its reason', () => {
  const header = 'name,unit,profession\n'
  expect(refused(new Uint8Array())).toEqual({ code: 'file-empty' })
  expect(refused(bytesOf(' \r\n\n'))).toEqual({ code: 'file-empty' })
  expect(refused(bytesOf(header))).toEqual({ code: 'no-rows' })
  expect(refused(bytesOf(`${header}An\0a,A,B\n`))).toEqual({ code: 'file-binary' })
  expect(refused(Uint8Array.of(0x50, 0x4b, 3, 4, 20, 0))).toEqual({ code: 'file-is-workbook' })
  expect(refused(fixture('unclosed-quote.csv'))).toEqual({ code: 'quote-not-closed', line: 2 })
  expect(refused(bytesOf(`${header}"Ana,A,B\n"Bea",A,B\nCy,A,B\n`))).toEqual({
    code: 'quote-not-closed',
    line: 2,
  })
  expect(refused(bytesOf(`${header}${'x'.repeat(70_000)},A,B\n`))).toEqual({ code: 'row-too-long', line: 2 })
  expect(refused(bytesOf('name,name,unit,profession\nA,B,C,D\n'))).toEqual({
    code: 'column-twice',
    headings: ['name'],
  })
})

test('A list may have as many rows and bytes as allowed and not one more; empty rows do not count', () => {
  const list = bytesOf('name,unit,profession\nA,B,C\n,,\n\nD,E,F\n,,\n')
  expect(refused(list, { maxRows: 2 })).toBeNull()
  expect(refused(list, { maxRows: 1 })).toEqual({ code: 'too-many-rows', maxRows: 1 })
  expect(refused(list, { maxBytes: list.length })).toBeNull()
  expect(refused(list, { maxBytes: list.length - 1 })).toEqual({
    code: 'file-too-large',
    maxBytes: list.length - 1,
  })
})

test('No bytes whatever make the reading fail with anything but a refusal', () => {
  const header = fc.constantFrom(
    '',
    'name;unit;profession\n',
    '\ufeffname,unit,profession,e-mail\r\n',
    'sep=\t\n',
  )
  const body = fc.oneof(
    fc.uint8Array({ maxLength: 400 }),
    fc
      .string({ unit: fc.constantFrom('a', '"', ';', ',', '\t', '\r', '\n', '=', 'é', '\u202e') })
      .map(bytesOf),
  )
  const marks = fc.constantFrom<number[]>([], [0xff, 0xfe], [0xfe, 0xff], [0xef, 0xbb, 0xbf])
  fc.assert(
    fc.property(marks, header, body, (mark, text, rest) => {
      const read = readRosterFile({ bytes: Uint8Array.of(...mark, ...bytesOf(text), ...rest) })
      if (read.ok) expect(new Set(read.value.rows.map(({ line }) => line)).size).toBe(read.value.rows.length)
      else expect(read.refusal.code).toMatch(/^[a-z-]+$/)
    }),
    { numRuns: 1500 },
  )
})

const planOf = (name: string) =>
  planImport({
    rows: accepted(fixture(name)).rows,
    existing: { members: [], units: [] },
    organisationName: 'Riverside',
    today: '2026-11-22',
  })

test.each([
  ['Gender', 'Ethnic group (self-described)'],
  ['Sexo', 'Discapacidad'],
  ['Handicap', 'Appartenance syndicale'],
  ['الدين', 'العِرق'],
])('A list with a column that Kith must never hold is refused whole: %s, %s', (one, two) => {
  expect(refused(bytesOf(`name;unit;profession;${one};${two}\nA;B;C;x;y\n`))).toMatchObject({
    code: 'column-never-held',
  })
})

test('Site and shift pattern are recognised in four languages', () => {
  for (const headings of [
    'site;shift pattern',
    'Sede;Turno',
    'Lieu de travail;Horaires',
    'الموقع;نمط المناوبات',
  ]) {
    const { header } = accepted(bytesOf(`name;unit;profession;${headings}\nA;B;C;Main;Nights\n`))
    expect(header.columns.map(({ column }) => column).slice(3)).toEqual(['workplace', 'shift'])
  }
})

test('A list in order comes in whole, with nothing to look at, however it was saved', () => {
  const plan = planOf('clean.csv')
  expect(plan).toMatchObject({ rows: 6, problems: [], leftOut: [], choices: [] })
  expect(plan.add.map(({ languages }) => languages)).toEqual([
    ['en', 'fr'],
    ['es', 'en'],
    ['sv'],
    [],
    ['ar'],
    ['ar'],
  ])
  expect(plan.add[1]?.manager).toEqual({ kind: 'row', line: 2 })
  expect(planOf('utf-16.csv').unitsToMake).toEqual(plan.unitsToMake)
})

test('A messy list comes in as far as it can, and everything that is wrong with it is named by row', () => {
  const plan = planOf('messy-windows-1252.csv')
  expect(plan.problems.map(({ code, lines, outcome }) => [lines, code, outcome])).toEqual([
    [[2], 'email-incomplete', 'left-out'],
    [[4, 12], 'email-twice', 'asked'],
    [[6], 'unit-close', 'asked'],
    [[7, 8, 9], 'manager-circle', 'cleared'],
    [[10], 'cell-is-formula', 'left-out'],
    [[13], 'language-unknown', 'cleared'],
    [[13], 'start-day-impossible', 'cleared'],
    [[13], 'manager-unknown', 'cleared'],
    [[15], 'unit-missing', 'left-out'],
    [[16], 'row-shifted', 'left-out'],
  ])
  expect(plan.leftOut.map(({ line }) => line)).toEqual([2, 4, 10, 15, 16])
  expect(plan.add.map(({ name }) => name)).toContain('Zoë Núñez')
  expect(plan.add.find(({ line }) => line === 13)).toMatchObject({
    profession: 'Nurse (night)',
    languages: ['nl'],
  })
  expect(plan.unitsToMake.flat()).not.toContain('Surgry')
})
