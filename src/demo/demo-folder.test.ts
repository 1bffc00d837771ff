import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { keepApart } from './demo-folder.server.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'kith-demo-'))
  writeFileSync(join(dataDir, 'kith.lock'), '')
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

test('a demo starts in an empty folder, and again in its own', () => {
  keepApart({ dataDir, isDemo: true })
  writeFileSync(join(dataDir, 'site.json'), '')
  expect(() => keepApart({ dataDir, isDemo: true })).not.toThrow()
})

test('a demo never starts on the data of a real site', () => {
  writeFileSync(join(dataDir, 'site.json'), '')
  expect(() => keepApart({ dataDir, isDemo: true })).toThrow(/The demo wants a folder of its own/)
})

test('a real site never starts on what a demo made up', () => {
  keepApart({ dataDir, isDemo: true })
  expect(() => keepApart({ dataDir, isDemo: false })).toThrow(/holds the demo/)
})

test('a real site starts where there never was a demo', () => {
  writeFileSync(join(dataDir, 'site.json'), '')
  expect(() => keepApart({ dataDir, isDemo: false })).not.toThrow()
})
