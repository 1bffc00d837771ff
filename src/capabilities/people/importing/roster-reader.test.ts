import { expect, test } from 'vitest'
import { bytesOf, longList } from '../testing/lists.ts'
import { readAndPlan } from './read-and-plan.server.ts'
import { openRosterReader } from './roster-reader.server.ts'

const on = {
  members: [],
  units: [],
  organisationName: 'Alder Bridge Hospital',
  today: '2026-11-22',
  kept: [],
  seen: {},
}

test('a long list is read elsewhere: others have their turn before it is', async () => {
  const reader = openRosterReader()
  const happened: string[] = []
  const reading = reader.read({ bytes: bytesOf(longList(20_000)), on }).then((read) => {
    happened.push('read')
    return read
  })
  await new Promise((resolve) => setImmediate(resolve))
  happened.push('another turn')
  const read = await reading
  expect(happened).toEqual(['another turn', 'read'])
  expect(read).toMatchObject({ value: { file: { separator: ',' }, planned: { plan: { rows: 20_000 } } } })
})

test('a list says the same wherever it is read', async () => {
  const order = { bytes: bytesOf(longList(6000)), on }
  expect(await openRosterReader().read(order)).toEqual(readAndPlan(order))
})

test('a long list that cannot be read is refused, and the next one is read', async () => {
  const reader = openRosterReader()
  const noList = reader.read({ bytes: new Uint8Array(300 * 1024) })
  const list = reader.read({ bytes: bytesOf(longList(6000)) })
  expect(await noList).toEqual({ ok: false, refusal: { code: 'file-binary' } })
  expect(await list).toMatchObject({ ok: true, value: { file: { encoding: 'utf-8' } } })
})
