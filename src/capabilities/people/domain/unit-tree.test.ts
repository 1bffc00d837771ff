import { expect, test } from 'vitest'
import type { UnitId } from '#kernel/ids.ts'
import { pathsOf, subtreeOf, totalsOf, wayTo } from './unit-tree.ts'

const id = (text: string) => text as UnitId
const units = [
  { id: id('root'), parent: null, name: 'Hospital' },
  { id: id('acute'), parent: id('root'), name: 'Acute care' },
  { id: id('surgery'), parent: id('acute'), name: 'Surgery' },
  { id: id('kitchen'), parent: id('root'), name: 'Kitchen' },
]

test('a path begins below the organisation', () => {
  expect(Object.fromEntries(pathsOf(units))).toEqual({
    root: [],
    acute: ['Acute care'],
    surgery: ['Acute care', 'Surgery'],
    kitchen: ['Kitchen'],
  })
  expect(wayTo(units, id('surgery')).map(({ name }) => name)).toEqual(['Hospital', 'Acute care', 'Surgery'])
})

test('a team counts everybody below it', () => {
  const totals = totalsOf(
    units,
    new Map([
      [id('surgery'), 3],
      [id('acute'), 2],
      [id('kitchen'), 1],
    ]),
  )
  expect(Object.fromEntries(totals)).toEqual({ root: 6, acute: 5, surgery: 3, kitchen: 1 })
  expect(subtreeOf(units, id('acute')).sort()).toEqual(['acute', 'surgery'])
})
