import { expect, test } from 'vitest'
import { audienceOf } from '../domain/plan-fields.ts'
import { fieldOfItem, fieldOfOption, readPastedFields } from './pasting-fields.ts'
import { readPlanFields } from './plan-fields.ts'

const formOf = (entries: readonly (readonly [string, string])[]) => {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return form
}

test('a plan comes back as it was typed, and what cannot be read comes back empty', () => {
  const typed = [
    ['title', '  Week 48 '],
    ['instrument', 'weekly-five'],
    ['who', 'some'],
    ['audience', 'a'],
    ['audience', 'b'],
    ['opens', '2026-11-30T06:00'],
    ['closes', 'soon'],
    ['minimumGroup', '8'],
    ['reminds', 'on'],
    ['paper', 'b'],
    ['furtherTables', 'profession'],
    ['furtherTables', 'shift'],
  ] as const
  expect(readPlanFields(formOf(typed))).toEqual({
    title: '  Week 48 ',
    instrument: 'weekly-five',
    who: 'some',
    audience: ['a', 'b'],
    opens: '2026-11-30T06:00',
    closes: 'soon',
    minimumGroup: 8,
    reminds: true,
    paper: ['b'],
    furtherTables: ['profession', 'shift'],
  })
  expect(
    readPlanFields(
      formOf([
        ['minimumGroup', 'many'],
        ['who', 'nobody'],
      ]),
    ),
  ).toMatchObject({
    title: '',
    who: 'everybody',
    minimumGroup: 0,
  })
})

test('some teams with none ticked is nobody, never everybody', () => {
  const fields = readPlanFields(formOf([['who', 'some']]))
  expect(audienceOf(fields)).toEqual([''])
  expect(audienceOf({ ...fields, who: 'everybody', audience: ['a'] })).toEqual([])
})

test('what is pasted is read by item and by answer, and an empty field is no wording', () => {
  const form = formOf([
    ['locale', ' es '],
    [fieldOfItem('own.workload'), 'Palabras'],
    [fieldOfItem('2'), '  '],
    [fieldOfOption({ set: 'agree:ment', value: '-1' }), 'Nunca'],
    ['option:__proto__:1', 'x'],
    ['something', 'else'],
  ])
  const read = readPastedFields(form)
  expect(read).toMatchObject({
    locale: 'es',
    items: { 'own.workload': 'Palabras' },
    options: { 'agree:ment': { '-1': 'Nunca' } },
  })
  expect(Object.keys(read.items)).toEqual(['own.workload'])
})
