import { afterEach, beforeEach, expect, test } from 'vitest'
import { newState, type WitnessState, withFile } from '../../domain/watching/state.ts'
import { newList } from '../../domain/watching/watch.ts'
import { isInFile, keepState, keptState, noteInFile, oldKey } from './keeper-store.client.ts'

// What a browser keeps for pages from disk is read by any other page from that disk.

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  Object.assign(globalThis, {
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, text: string) => void kept.set(name, text),
    },
  })
})
afterEach(() => void Reflect.deleteProperty(globalThis, 'localStorage'))

const secret = 'the-private-number'
const list = newList('https://kith.example/manifests/a')
const state: WitnessState = { ...newState, secret, lists: [list] }
const known = { organisation: 'o', signer: 's', hash: 'h', audit: null, witnesses: null }

test('the key of a witness is in no storage of the browser, and her lists are', () => {
  keepState(state)
  noteInFile(state)
  expect([...kept.values()].join(' ')).not.toContain(secret)
  expect(keptState()).toEqual({ ...state, secret: null })
})

test('a key that was kept in earlier days is offered, and stays until it is in a file', () => {
  kept.set('kith-witness', JSON.stringify(state))
  expect(keptState().secret).toBeNull()
  keepState({ ...state, secret: null })
  noteInFile({ ...state, secret: 'another' })
  expect(oldKey()).toBe(secret)
  expect(isInFile({ ...state, secret: oldKey() }, null)).toBe(false)
  noteInFile(state)
  expect(oldKey()).toBeNull()
  expect([...kept.values()].join(' ')).not.toContain(secret)
})

test('what a browser keeps excuses no entry, and says of no announcement that its groups were read', () => {
  kept.set(
    'kith-witness',
    JSON.stringify({ ...state, lists: [{ ...list, excused: ['x'], groupsRead: ['y'] }] }),
  )
  expect(keptState().lists).toEqual([list])
})

test('a key that is in no file yet is said to be in none, though the lists are', () => {
  noteInFile(state)
  expect([isInFile(state, null), isInFile(state, 'another'), isInFile(state, secret)]).toEqual([
    false,
    false,
    true,
  ])
  expect(isInFile({ ...state, lists: [{ ...list, known: { ...known, number: 3 } }] }, secret)).toBe(false)
})

test('a file that is opened brings its key and what it remembers, and an alarm of either stays', () => {
  const older = { ...list, known: { ...known, number: 3 } }
  const newer = { ...list, known: { ...known, number: 5 } }
  const file = (one: typeof list): WitnessState => ({ ...newState, secret, lists: [one] })
  const here = (one: typeof list): WitnessState => ({ ...newState, lists: [one] })
  const also = { ...older, alsoKnown: newer.known }
  expect(withFile(here(newer), file(older))).toEqual({ ...newState, secret, lists: [also] })
  expect(withFile(newState, file(older)).lists).toEqual([older])
  const trouble = { kind: 'alarm', fault: 'chain/forked', number: 3 } as const
  expect(withFile(here({ ...older, trouble }), file(newer)).lists).toMatchObject([{ trouble }])
})
