import { hash } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  decodeHeader,
  decodeSlot,
  encodeHeader,
  encodeSlot,
  hashPayload,
  hashTicket,
} from './format.server.ts'

const shape = { capacity: 3, payloadSize: 5, mark: Uint8Array.from({ length: 16 }, (_, i) => i) }
const ticketHash = hashTicket({ mark: shape.mark, ticket: Buffer.alloc(32, 9) })
const content = Buffer.from('hello')
const payloadHash = hashPayload({ ticketHash, payload: content })
const slot = encodeSlot({ shape, place: 2, ticketHash, payloadHash, content })
const digest = (bytes: Buffer) => hash('sha256', bytes)

test('files of version 1 open forever: header and slot are, byte for byte, what they were', () => {
  expect(encodeHeader(shape).subarray(0, 36).toString('hex')).toBe(
    '4b495448504f4f4c010000000300000005000000000102030405060708090a0b0c0d0e0f',
  )
  expect(digest(encodeHeader(shape))).toBe('ea95b6d402cf0b4654cd55b57526be1ef05a8b09f7b9e6195e42d1f1ec6413bb')
  expect(slot.subarray(0, 20).toString('hex')).toBe('000102030405060708090a0b0c0d0e0f02000000')
  expect(digest(slot)).toBe('3d4a6b4a5596ffbc7a24f80d67b6c8905d4f726f32a35441248ab9acc795286c')
})

test('a header and a slot say what was put into them', () => {
  expect(decodeHeader(encodeHeader(shape))).toEqual(shape)
  const found = decodeSlot({ shape, place: 2, image: slot })
  expect([found?.ticketHash, found?.content.toString()]).toEqual([ticketHash, 'hello'])
})

test('a slot of another pool is not valid here', () => {
  const other = { ...shape, mark: new Uint8Array(16) }
  expect(decodeSlot({ shape: other, place: 2, image: slot })).toBeUndefined()
})

test('the same ticket looks different in another pool', () => {
  expect(hashTicket({ mark: new Uint8Array(16), ticket: Buffer.alloc(32, 9) })).not.toEqual(ticketHash)
})
