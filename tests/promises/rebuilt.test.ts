import { spawnSync } from 'node:child_process'
import {
  copyFileSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'

// Seen to fail with other sources, and with another NODE_ENV.

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'kith-rebuilt-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const below = (start: string): string[] =>
  readdirSync(start, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(start.length + 1))
    .filter((name) => name !== '.made')
    .sort()

const linkAll = (from: string, to: string, isWanted: (name: string) => boolean = () => true) => {
  mkdirSync(to)
  for (const entry of readdirSync(from, { withFileTypes: true }).filter(({ name }) => isWanted(name))) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)]
    if (entry.isDirectory()) linkAll(source, target)
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    else linkOrCopy(source, target)
  }
}

/** The folder for temporary files may be on another disk. */
const linkOrCopy = (source: string, target: string) => {
  try {
    linkSync(source, target)
  } catch {
    copyFileSync(source, target)
  }
}

/** The sources as they are, in another folder, with the same libraries; nothing that was made from them. */
const copySources = (): string => {
  const copy = join(folder, 'somewhere-else')
  const made = ['node_modules', 'build', '.svelte-kit', '.git', 'data', 'data-demo', 'src/messages.generated']
  cpSync(root, copy, { recursive: true, filter: (path) => !made.some((one) => path === join(root, one)) })
  // The build writes the settings of the compiler among them, so that these are made anew; links cost no room.
  linkAll(join(root, 'node_modules'), join(copy, 'node_modules'), (name) => !/^[.$]/.test(name))
  return copy
}

test('built again in another folder, at another time and in another part of the world, every file is the same', () => {
  const copy = copySources()
  const run = (...words: string[]) => {
    const { VITEST: _, ...mine } = process.env
    const env = { ...mine, NODE_ENV: 'production', TZ: 'Pacific/Auckland', LANG: 'tr_TR.UTF-8' }
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: copy, env, encoding: 'utf8' })
    if (status !== 0) throw new Error(stderr)
  }
  run('bin/prepare.js', 'compile-messages')
  run('node_modules/@sveltejs/kit/svelte-kit.js', 'sync')
  run('node_modules/vite/bin/vite.js', 'build')
  const [first, second] = [join(root, 'build'), join(copy, 'build')]
  expect(below(second)).toEqual(below(first))
  const different = below(first).filter(
    (name) => !readFileSync(join(first, name)).equals(readFileSync(join(second, name))),
  )
  expect(different).toEqual([])
  const placed = below(first).filter((name) => readFileSync(join(first, name)).includes(root))
  expect(placed, 'files that name the folder they were built in').toEqual([])
})
