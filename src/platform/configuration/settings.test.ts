import { expect, test } from 'vitest'
import { isSecureAddress } from './secure-address.ts'
import { readSettings } from './settings.server.ts'

const problemsOf = (environment: Record<string, string>) => {
  const read = readSettings(environment)
  return read.ok ? [] : read.refusal.map(({ name, why }) => `${name} ${why}`)
}
const settingsOf = (environment: Record<string, string>) => {
  const read = readSettings(environment)
  if (!read.ok) throw new Error(JSON.stringify(read.refusal))
  return read.value
}
const tls = { TLS_CERT: '/etc/kith/cert.pem', TLS_KEY: '/etc/kith/key.pem' }

test('until the operator says how the site is reached, only this machine reaches it', () => {
  expect(settingsOf({}).host).toBe('127.0.0.1')
  expect(settingsOf(tls).host).toBe('127.0.0.1')
  expect(settingsOf({ PUBLIC_URL: 'https://kith.example.org' }).host).toBeUndefined()
  expect(settingsOf({ PUBLIC_URL: 'https://kith.example.org', HOST: '127.0.0.1' }).host).toBe('127.0.0.1')
})

test('a certificate makes the site’s own address an https one', () => {
  expect(settingsOf({ ...tls, PORT: '3443' }).publicUrl).toBe('https://localhost:3443')
  expect(settingsOf({ ...tls, PORT: '443' }).publicUrl).toBe('https://localhost')
  expect(settingsOf({ PORT: '80' }).publicUrl).toBe('http://localhost')
  expect(settingsOf(tls).tls).toEqual({ certFile: tls.TLS_CERT, keyFile: tls.TLS_KEY })
})

test('settings that contradict each other are all named at once', () => {
  expect(problemsOf({ TLS_CERT: 'a' })).toEqual(['TLS_KEY is needed beside TLS_CERT'])
  expect(problemsOf({ TLS_KEY: 'a' })).toEqual(['TLS_CERT is needed beside TLS_KEY'])
  expect(problemsOf({ ...tls, PUBLIC_URL: 'http://kith.example.org' })).toEqual([
    'PUBLIC_URL must begin with https:// when TLS_CERT is set',
  ])
  const secure = { PUBLIC_URL: 'https://kith.example.org' }
  expect(problemsOf({ ...secure, ANONYMOUS_URL: 'http://ballots.example.org', TLS_KEY: 'a' })).toEqual([
    'TLS_CERT is needed beside TLS_KEY',
    'ANONYMOUS_URL must begin with https://, as PUBLIC_URL does',
  ])
  expect(problemsOf({ ...secure, ANONYMOUS_URL: 'https://kith.example.org' })).toEqual([
    'ANONYMOUS_URL must differ from PUBLIC_URL, or be left out',
  ])
})

test('no proxy is believed by default, and whom TRUST_PROXY names must be an address or a range', () => {
  expect(settingsOf({}).trustedProxies).toEqual([])
  const words = 'loopback, 10.1.0.0/16 2001:db8::/32,192.0.2.7'
  expect(settingsOf({ TRUST_PROXY: words }).trustedProxies).toEqual([
    'loopback',
    '10.1.0.0/16',
    '2001:db8::/32',
    '192.0.2.7',
  ])
  for (const wrong of ['yes', 'proxy.example.org', '10.0.0.0/33', '10.0.0.0/8/8', '10.0.0.0/-1', '::1/129'])
    expect(problemsOf({ TRUST_PROXY: wrong }), wrong).toEqual([
      'TRUST_PROXY must be loopback, or addresses and ranges such as 10.1.2.3, 10.1.0.0/16',
    ])
})

test('an address is secure when a browser takes it for that', () => {
  const secure = [
    'https://kith.example.org',
    'http://localhost:3000',
    'http://kith.localhost',
    'http://127.0.0.1',
    'http://[::1]:3',
  ]
  const insecure = [
    'http://kith.example.org',
    'http://localhost.example.org',
    'http://127.0.0.1.example.org',
    'http://10.0.0.1',
  ]
  expect(secure.filter(isSecureAddress)).toEqual(secure)
  expect(insecure.filter(isSecureAddress)).toEqual([])
})
