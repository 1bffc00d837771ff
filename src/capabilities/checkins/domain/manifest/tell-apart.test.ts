import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keyOfName } from './key-of-name.ts'
import { hashOfPeople } from './manifest.ts'
import { tellApart } from './tell-apart.ts'

const unit = (id: string, parent: string | null, name: string) => ({ unit: id, parent, name })

test('a name that only one unit has stays as it is', () => {
  const shown = tellApart([unit('a', null, 'Hospital'), unit('b', 'a', 'Night team')])
  expect([...shown.values()]).toEqual(['Hospital', 'Night team'])
})

test('units of one name in two places are shown with the name above them', () => {
  const shown = tellApart([
    unit('h', null, 'Hospital'),
    unit('s', 'h', 'Surgery'),
    unit('m', 'h', 'Medicine'),
    unit('1', 's', 'Night team'),
    unit('2', 'm', 'night  team'),
  ])
  expect([shown.get('1'), shown.get('2')]).toEqual(['Night team, Surgery', 'night  team, Medicine'])
  expect(shown.get('s')).toBe('Surgery')
})

test('whatever units are called, no two are shown alike', () => {
  const tree = fc.array(fc.tuple(fc.nat(), fc.constantFrom('A', 'a', 'B', 'A, B', 'A (1)')), {
    minLength: 1,
    maxLength: 14,
  })
  fc.assert(
    fc.property(tree, (drawn) => {
      const units = drawn.map(([above, name], at) => unit(`${at}`, at === 0 ? null : `${above % at}`, name))
      const names = [...tellApart(units).values()].map(keyOfName)
      expect(new Set(names).size).toBe(units.length)
    }),
  )
})

test('the same people are the same, however blanks, capitals and signs that nobody sees stand in their names', async () => {
  const people = await hashOfPeople(['Ana López', 'Bo Lund'])
  expect(await hashOfPeople(['bo\u034f lund', 'ANA  Lo\u0301pez\u2800'])).toBe(people)
  expect(await hashOfPeople(['Ana López', 'Bo Lind'])).not.toBe(people)
})

test('a sign between a letter and its accent does not hide that they belong together', () => {
  expect(keyOfName('Lo\u034f\u0301pez')).toBe(keyOfName('L\u00f3pez'))
})
