import { expect, test } from 'vitest'
import { read } from './tree.ts'

type Entry = {
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
  optionalDependencies?: Record<string, string>
}
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Entry> }
const ours = JSON.parse(read('package.json')) as Record<string, unknown>
const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'] as const
const wanted = kinds.flatMap((kind) => Object.entries((ours[kind] ?? {}) as Record<string, string>))
const installed = Object.entries(lock.packages).filter(([place, entry]) => place !== '' && !entry.link)

test('every library that we name is named with one exact version', () => {
  const exact = /^(npm:@?[\w./-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/
  expect(wanted.filter(([, version]) => !exact.test(version))).toEqual([])
})

test('every library in the lockfile carries a fingerprint and comes from the npm registry', () => {
  expect(
    installed.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? '')).map(([place]) => place),
  ).toEqual([])
  const elsewhere = installed.filter(
    ([, { resolved }]) => resolved && !resolved.startsWith('https://registry.npmjs.org/'),
  )
  expect(elsewhere.map(([place]) => place)).toEqual([])
})

test('the lockfile knows the parts of a library for every platform, without which npm ci refuses to install', () => {
  const names = new Set(installed.map(([place]) => place.split('node_modules/').at(-1)))
  const missing = installed.flatMap(([place, { optionalDependencies }]) =>
    Object.keys(optionalDependencies ?? {})
      .filter((name) => !names.has(name))
      .map((name) => `${place} wants ${name}`),
  )
  expect(missing).toEqual([])
})

test('no library is required that exists for one platform only', () => {
  const optional = Object.keys((ours.optionalDependencies ?? {}) as object)
  const bound = installed.filter(([, entry]) => 'os' in entry || 'cpu' in entry).map(([place]) => place)
  const required = wanted.map(([name]) => name).filter((name) => !optional.includes(name))
  expect(required.filter((name) => bound.includes(`node_modules/${name}`))).toEqual([])
})
