import { afterEach, beforeAll, expect, test } from 'vitest'
import { type Log, silentLog } from '#platform/log/log.server.ts'
import { type Authority, type MadePair, makeAuthority, pairFolder } from '../../tests/rehearsal/authority.ts'
import { openCertificate } from './certificate.server.ts'

const host = 'kith.hospital.test'
let authority: Authority
let first: MadePair
let second: MadePair
let folder = pairFolder()
beforeAll(async () => {
  authority = await makeAuthority()
  first = await authority.issue([host])
  second = await authority.issue([host])
})
afterEach(() => {
  folder.remove()
  said = []
  folder = pairFolder()
})

let said: string[] = []
const tell =
  (level: string) =>
  (_facts: object, words = '') =>
    void said.push(`${level}: ${words}`)
const log: Log = { ...silentLog, info: tell('info'), warn: tell('warn'), error: tell('error') }
const open = (hosts = [host]) =>
  openCertificate({ files: folder.files, hosts, clock: { now: () => new Date() }, log })
const begin = () => {
  folder.put(first)
  const certificate = open()
  const given: string[] = []
  const server = {
    setSecureContext: ({ cert }: { cert?: unknown }) => void given.push(String(cert)),
  }
  return { given, look: () => certificate.look(server) }
}

test('a pair that cannot be used at the start is one sentence that names the setting', () => {
  const { certFile, keyFile } = folder.files
  expect(open).toThrow(`TLS_CERT names ${certFile}, which is not there.`)
  folder.put({ cert: first.cert })
  expect(open).toThrow(`TLS_KEY names ${keyFile}, which is not there.`)
  folder.put({ key: second.key })
  expect(open).toThrow('The key in TLS_KEY does not belong to the first certificate in TLS_CERT.')
  folder.put({ key: 'nothing of the kind' })
  expect(open).toThrow(
    `TLS_KEY names ${keyFile}, which holds no private key in PEM form that opens without a passphrase.`,
  )
  folder.put({ cert: 'nothing of the kind', key: first.key })
  expect(open).toThrow(`TLS_CERT names ${certFile}, which holds no certificate in PEM form.`)
})

test('a renewed pair is handed on once, without a restart', () => {
  const { given, look } = begin()
  look()
  expect(given).toEqual([])
  folder.put(second)
  look()
  look()
  expect(given).toEqual([second.cert])
  expect(said).toEqual(['info: a new certificate is in use'])
})

test('a pair that is half written, torn or gone leaves the old one in use, and is logged once', () => {
  const { given, look } = begin()
  folder.put({ cert: second.cert })
  look()
  look()
  expect(said).toEqual([
    'error: a new certificate is not used, the old one still is: The key in TLS_KEY does not belong to the first certificate in TLS_CERT.',
  ])
  for (const cut of [10, 200, second.cert.length - 300]) {
    folder.put({ cert: second.cert.slice(0, cut), key: second.key })
    look()
  }
  folder.remove()
  look()
  expect(given).toEqual([])
  expect(said.length).toBeGreaterThan(2)
  folder = pairFolder(second)
})

test('once the pair is whole it is taken, however it was before', () => {
  const { given, look } = begin()
  folder.put({ cert: second.cert })
  look()
  folder.put({ key: second.key })
  look()
  expect(given).toEqual([second.cert])
})

test('a certificate for another name, or one that has run out, is served and said', async () => {
  const day = 86_400_000
  const old = { from: new Date(Date.now() - 2 * day), to: new Date(Date.now() - day) }
  folder.put(await authority.issue(['elsewhere.test'], old))
  open([host, 'elsewhere.test'])
  expect(said).toEqual([
    `warn: the certificate in TLS_CERT does not name ${host}`,
    'warn: the certificate in TLS_CERT has run out',
  ])
})
