import { expect, test } from 'vitest'
import { read } from './tree.ts'

type Locked = { version?: string; integrity?: string; link?: boolean }
type Component = {
  name: string
  version: string
  purl: string
  hashes?: { alg: string; content: string }[]
  licenses?: ({ license: { id: string } } | { expression: string })[]
}
const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
const bill = JSON.parse(read('docs/sbom.cdx.json')) as { specVersion: string; components: Component[] }

const refresh = 'npm run sbom writes docs/sbom.cdx.json anew'
const nameOf = (place: string) => place.split('node_modules/').at(-1)
const fingerprint = (integrity = '') =>
  Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex')

test('the bill of materials has every library of the lockfile, with its fingerprint, and no other', () => {
  const locked = Object.entries(lock.packages)
    .filter(([place, { link }]) => place !== '' && !link)
    .map(([place, entry]) => `${nameOf(place)}@${entry.version} ${fingerprint(entry.integrity)}`)
  const listed = bill.components.map(
    ({ name, version, hashes }) =>
      `${name}@${version} ${hashes?.find(({ alg }) => alg === 'SHA-512')?.content}`,
  )
  // One library may be named twice, by two names of its place: it is one component, with one of the fingerprints.
  const once = (list: string[]) => [...new Set(list.map((one) => one.split(' ')[0]))].sort()
  expect(once(listed), refresh).toEqual(once(locked))
  expect(
    listed.filter((one) => !locked.includes(one)),
    refresh,
  ).toEqual([])
})

test('each of them names a licence that lets anybody use, change and pass on Kith', () => {
  const free = new Set(
    'MIT MIT-0 ISC Apache-2.0 BSD-2-Clause BSD-3-Clause 0BSD BlueOak-1.0.0 MPL-2.0 CC0-1.0 Zlib'.split(' '),
  )
  const namesOf = ({ licenses = [] }: Component) =>
    licenses.flatMap((one) =>
      'license' in one ? [one.license.id] : (one.expression.match(/[\w.-]+/g) ?? []),
    )
  const odd = bill.components.filter((component) => {
    const names = namesOf(component).filter((name) => !['OR', 'AND', 'WITH'].includes(name))
    return names.length === 0 || names.some((name) => !free.has(name))
  })
  expect(odd.map(({ purl, licenses }) => `${purl} ${JSON.stringify(licenses)}`)).toEqual([])
})

test('the same lockfile gives the same bill: it says no time and no machine', () => {
  const text = read('docs/sbom.cdx.json')
  expect(text).not.toMatch(/timestamp|"vendor":"npm"/)
  expect(bill.specVersion).toBe('1.5')
})
