import { afterEach, beforeEach, expect, test } from 'vitest'
import { newState, type WitnessState, withFile } from '../../domain/watching/state.ts'
import { newList } from '../../domain/watching/watch.ts'
import { isInFile, keepState, keptState, noteInFile } from './keeper-store.client.ts'

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

test('what was kept in earlier days is not taken for a key', () => {
  kept.set('kith-witness', JSON.stringify(state))
  expect(keptState().secret).toBeNull()
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

test('a file that is opened brings its key; of a list, what was seen last counts, and an alarm stays', () => {
  const older = { ...list, known: { ...known, number: 3 } }
  const newer = { ...list, known: { ...known, number: 5 } }
  const file = (one: typeof list): WitnessState => ({ ...newState, secret, lists: [one] })
  const here = (one: typeof list): WitnessState => ({ ...newState, lists: [one] })
  expect(withFile(here(newer), file(older))).toEqual({ ...newState, secret, lists: [newer] })
  expect(withFile(here(older), file(newer)).lists).toEqual([newer])
  const alarmed = { ...older, trouble: { kind: 'alarm', fault: 'chain/forked', number: 3 } as const }
  expect(withFile(here(alarmed), file(newer)).lists).toEqual([alarmed])
})
