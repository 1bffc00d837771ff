import { basename } from 'node:path'
import { expect, test } from 'vitest'
import { codeFiles, files, isTest, read } from './tree.ts'

type Texts = Record<string, unknown>
const base = 'messages/en.json'
const languages = files.filter((file) => /^messages\/[^/]+\.json$/.test(file))
const textsOf = (file: string): Texts => {
  const { $schema: _, ...texts } = JSON.parse(read(file)) as Texts
  return texts
}
const keys = Object.keys(textsOf(base))
const gaps = (text: unknown) => [...new Set(JSON.stringify(text).match(/\{\w+\}/g))].sort().join(' ')

test('the languages that are set up are the files that are there', () => {
  const { locales } = JSON.parse(read('project.inlang/settings.json')) as { locales: string[] }
  expect(languages.map((file) => basename(file, '.json')).sort()).toEqual([...locales].sort())
})

/** Being written; each leaves this list when it is whole. */
const unfinished = ['messages/es.json', 'messages/fr.json', 'messages/ar.json']

test('every language says everything, with the same gaps to fill', () => {
  const original = textsOf(base)
  for (const file of languages.filter((one) => !unfinished.includes(one))) {
    const texts = textsOf(file)
    expect(Object.keys(texts).sort(), file).toEqual([...keys].sort())
    expect(
      keys.filter((key) => gaps(texts[key]) !== gaps(original[key])),
      file,
    ).toEqual([])
  }
})

test('no text is left that nothing says', () => {
  const source = codeFiles.filter((file) => /^(src|packages|bin)\//.test(file) && !isTest(file)).map(read)
  const words = new Set(source.flatMap((text) => text.match(/\w+/g) ?? []))
  // A key that is put together from a prefix and a code, as `refusal_${code}`.
  const prefixes = source.flatMap((text) =>
    [...text.matchAll(/[`'"]([a-z][a-z0-9_]*_)(\$\{|['"]\s*\+)/g)].map(([, start]) => start),
  )
  const isSaid = (key: string) => words.has(key) || prefixes.some((start) => start && key.startsWith(start))
  expect(keys.filter((key) => !isSaid(key))).toEqual([])
})

test('a key is lower case with underscores, and no text shouts', () => {
  expect(keys.filter((key) => !/^[a-z][a-z0-9_]*$/.test(key))).toEqual([])
  expect(Object.entries(textsOf(base)).filter(([, text]) => JSON.stringify(text).includes('!'))).toEqual([])
})
