import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { files, read, root } from './tree.ts'

const list = 'migrations/checksums.txt'
const lineOf = (file: string) =>
  `${createHash('sha256').update(read(file)).digest('hex')}  ${file.replace('migrations/', '')}`
const migrations = files.filter((file) => /^migrations\/.+\.(sql|ts)$/.test(file))
const frozen = existsSync(join(root, list)) ? read(list).trim().split('\n') : []

test('a migration that has landed never changes: what follows is a new one', () => {
  const now = migrations.map(lineOf)
  const changed = frozen.filter((line) => !now.includes(line))
  expect(
    changed,
    `These migrations were changed or removed after they landed:\n${changed.join('\n')}\n`,
  ).toEqual([])
})

test('each migration is in the list of those that have landed', () => {
  const missing = migrations.map(lineOf).filter((line) => !frozen.includes(line))
  expect(missing, `When these are finished, append to ${list}:\n${missing.join('\n')}\n`).toEqual([])
})

test('a new migration comes after the landed ones', () => {
  const names = frozen.map((line) => line.split('  ')[1])
  expect(names).toEqual([...names].sort())
  expect(
    migrations.filter((file) => !/^migrations\/\d{4}-\d{2}-\d{2}-\d{2}-[a-z0-9-]+\.(sql|ts)$/.test(file)),
  ).toEqual([])
})
