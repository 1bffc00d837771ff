import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { addPoints, pointOf } from '#packages/blind-ticket/index.ts'
import { appendKeys, beginKeyFile, destroyKeyFile, readKeyFile } from './key-file.server.ts'
import { keepPart, openingKeyOf, settleWaveKey } from './wave-key.server.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('base64url')
const pair = (seed: number) => {
  const scalar = new Uint8Array(32).fill(seed)
  return { privateKey: text(scalar), publicKey: text(pointOf(scalar)) }
}
const [own, one, other] = [pair(1), pair(2), pair(3)]
const parts = [one.publicKey, other.publicKey]
const sum = text(addPoints(parts.map((part) => Buffer.from(part, 'base64url'))))
const groupKeys = [{ pkcs8: 'a', spki: 'b' }]

let number = 0
let file = ''
beforeEach(async () => {
  file = join(folder, `${number++}.keys`)
  await beginKeyFile({ file, folder, waveKey: own })
  await appendKeys(file, groupKeys)
})

test('a check-in with trustees keeps the key of its groups and loses the one that opened answers', async () => {
  await settleWaveKey({ file, parts, sum })
  const written = readFileSync(file, 'utf8')
  expect(written).not.toContain(own.privateKey)
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect((await readKeyFile(file))?.ticketKeys).toEqual(groupKeys)
})

test('one without trustees keeps its key, and gets a fresh one where trustees have ended meanwhile', async () => {
  expect((await settleWaveKey({ file, parts: [], sum: undefined })).waveKey).toEqual(own)
  await settleWaveKey({ file, parts, sum })
  const again = await settleWaveKey({ file, parts: [], sum: undefined })
  expect('parts' in again.waveKey).toBe(false)
  expect(again.waveKey.publicKey).not.toBe(sum)
  expect(openingKeyOf(again.waveKey)).toEqual(again.waveKey)
})

test('the key is whole when the last part is there, and only then', async () => {
  await settleWaveKey({ file, parts, sum })
  const now = async () => openingKeyOf((await readKeyFile(file))?.waveKey ?? own)
  expect(await now()).toBeUndefined()
  expect(await keepPart({ file, ...one })).toBe('kept')
  expect(await keepPart({ file, ...one })).toBe('kept-before')
  expect(await now()).toBeUndefined()
  expect(await keepPart({ file, publicKey: other.publicKey, privateKey: one.privateKey })).toBe('another-key')
  expect(await keepPart({ file, ...own })).toBe('another-key')
  expect(await keepPart({ file, ...other })).toBe('kept')
  expect((await now())?.publicKey).toBe(sum)
})

test('what a kill left beside the file is destroyed with it', async () => {
  writeFileSync(`${file}.new`, JSON.stringify(one))
  await destroyKeyFile(file)
  expect([existsSync(file), existsSync(`${file}.new`)]).toEqual([false, false])
})
