import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { UnitId } from '#kernel/ids.ts'
import { stepAmong, whyNotAt, whyNotInto } from './unit-changes.ts'

const id = (text: string) => text as UnitId
const unit = (own: string, parent: string | null, name = own, position = 0) => ({
  id: id(own),
  parent: parent === null ? null : id(parent),
  name,
  position,
})
const tree = [
  unit('root', null),
  unit('acute', 'root', 'Acute', 1),
  unit('surgery', 'acute', 'Surgery', 2),
  unit('theatre', 'surgery', 'Theatre', 3),
  unit('kitchen', 'root', 'Kitchen', 2),
  unit('surgery-too', 'root', 'Surgery', 9),
]

test('a team never comes to stand below itself', () => {
  expect(whyNotAt(tree, { unit: id('acute'), parent: id('theatre'), name: 'Acute' })?.code).toBe(
    'people/unit-in-itself',
  )
  expect(whyNotInto(tree, { unit: id('acute'), into: id('surgery') })?.code).toBe('people/unit-in-itself')
})

test('two teams beside each other never have the same name, whatever its case', () => {
  expect(whyNotAt(tree, { parent: id('root'), name: 'KITCHEN' })?.code).toBe('people/unit-name-taken')
  expect(whyNotAt(tree, { unit: id('kitchen'), parent: id('root'), name: 'kitchen' })).toBeUndefined()
  // Merging the upper team would put its Surgery beside the other Surgery.
  expect(whyNotInto(tree, { unit: id('acute'), into: id('root') })).toMatchObject({
    code: 'people/unit-name-taken',
    name: 'Surgery',
  })
  expect(whyNotInto(tree, { unit: id('surgery'), into: id('surgery-too') })).toBeUndefined()
})

test('a tree stays eight levels deep, whatever is moved', () => {
  const deep = [unit('0', null), ...[1, 2, 3, 4, 5, 6, 7, 8].map((n) => unit(String(n), String(n - 1)))]
  expect(whyNotAt(deep, { parent: id('8'), name: 'New' })?.code).toBe('people/unit-too-deep')
  expect(whyNotAt(deep, { parent: id('7'), name: 'New' })).toBeUndefined()
  const beside = [...deep, unit('a', '0'), unit('b', 'a')]
  expect(whyNotAt(beside, { unit: id('a'), parent: id('7'), name: 'a' })?.code).toBe('people/unit-too-deep')
  expect(whyNotAt(beside, { unit: id('a'), parent: id('6'), name: 'a' })).toBeUndefined()
})

test('a step moves a team past exactly one of those beside it, even where positions are equal', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 8 }),
      fc.nat(),
      fc.constantFrom('up' as const, 'down' as const),
      (positions, pick, step) => {
        const siblings = positions.map((position, at) => unit(`u${at}`, 'root', `u${at}`, position))
        const order = (units: typeof siblings) =>
          units
            .toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1))
            .map((one) => String(one.id))
        const chosen = siblings[pick % siblings.length]?.id ?? id('')
        const moved = new Map(
          stepAmong([unit('root', null), ...siblings], { unit: chosen, step }).map((one) => [
            one.id,
            one.position,
          ]),
        )
        const before = order(siblings)
        const after = order(siblings.map((one) => ({ ...one, position: moved.get(one.id) ?? one.position })))
        const [from, to] = [before.indexOf(chosen), after.indexOf(chosen)]
        const isAtEnd = from === (step === 'up' ? 0 : before.length - 1)
        expect(to).toBe(isAtEnd ? from : from + (step === 'up' ? -1 : 1))
        expect(after.filter((one) => one !== chosen)).toEqual(before.filter((one) => one !== chosen))
      },
    ),
  )
})
