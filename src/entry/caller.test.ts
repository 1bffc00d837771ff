import { expect, test } from 'vitest'
import { createCallers } from './caller.server.ts'

const ask = (given: { trust?: string[]; from: string; forwarded?: string; proto?: string }) =>
  createCallers(given.trust ?? [])({
    socket: { remoteAddress: given.from },
    headers: {
      ...(given.forwarded === undefined ? {} : { 'x-forwarded-for': given.forwarded }),
      ...(given.proto === undefined ? {} : { 'x-forwarded-proto': given.proto }),
    },
  })
const addressOf = (given: Parameters<typeof ask>[0]) => ask(given).address

test('by default nobody is believed about who is calling, not even this machine', () => {
  for (const from of ['127.0.0.1', '::1', '::ffff:127.0.0.1', '203.0.113.9'])
    expect(ask({ from, forwarded: '198.51.100.1', proto: 'http' })).toEqual({
      address: from.replace('::ffff:', ''),
      cameInsecurely: false,
    })
})

test('a proxy that is named is believed about the address that it added, and about nothing before it', () => {
  const trust = ['loopback']
  expect(addressOf({ trust, from: '127.0.0.1', forwarded: '192.0.2.66, 198.51.100.1' })).toBe('198.51.100.1')
  expect(addressOf({ trust, from: '::1', forwarded: '198.51.100.1:5123' })).toBe('198.51.100.1')
  expect(addressOf({ trust, from: '::ffff:127.0.0.1', forwarded: '[2001:db8::7]:443' })).toBe('2001:db8::7')
  expect(addressOf({ trust, from: '203.0.113.9', forwarded: '198.51.100.1' })).toBe('203.0.113.9')
})

test('a chain of proxies is followed as long as each is believed', () => {
  const trust = ['10.1.0.0/16', '127.0.0.1']
  const forwarded = '192.0.2.66, 198.51.100.1, 10.1.2.3'
  expect(addressOf({ trust, from: '127.0.0.1', forwarded })).toBe('198.51.100.1')
  expect(addressOf({ trust: ['127.0.0.1'], from: '127.0.0.1', forwarded })).toBe('10.1.2.3')
  expect(addressOf({ trust, from: '127.0.0.1', forwarded: '10.1.2.3' })).toBe('10.1.2.3')
})

test('what a proxy says that is no address counts as nothing', () => {
  const trust = ['loopback']
  for (const forwarded of ['', 'unknown', 'x'.repeat(5000), '198.51.100.1, ', '999.1.1.1'])
    expect(addressOf({ trust, from: '127.0.0.1', forwarded })).toBe('127.0.0.1')
  expect(addressOf({ trust, from: '127.0.0.1' })).toBe('127.0.0.1')
})

test('only a proxy that is believed can say that somebody came without encryption', () => {
  expect(ask({ trust: ['loopback'], from: '127.0.0.1', proto: 'http' }).cameInsecurely).toBe(true)
  expect(ask({ trust: ['loopback'], from: '127.0.0.1', proto: 'http, https' }).cameInsecurely).toBe(false)
  expect(ask({ trust: ['loopback'], from: '127.0.0.1' }).cameInsecurely).toBe(false)
  expect(ask({ trust: ['loopback'], from: '203.0.113.9', proto: 'http' }).cameInsecurely).toBe(false)
})
