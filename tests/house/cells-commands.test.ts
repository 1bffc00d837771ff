import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import golden from '../../packages/small-cells/linked-vectors.json' with { type: 'json' }
import { kithIn } from '../rehearsal/kith-command.ts'

const folder = mkdtempSync(join(tmpdir(), 'kith-cells-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const kith = kithIn(folder)

const [first] = golden.cases
if (!first) throw new Error('there is a case')
const { publication } = first

describe('kith protect and kith audit', () => {
  it('choose what may be shown of a file, and agree that it is safe', async () => {
    const file = join(folder, 'tables.json')
    writeFileSync(file, JSON.stringify(publication))
    const chosen = await kith(['protect', file])
    expect(chosen).toMatchObject({ code: 0, said: expect.stringMatching(/^Safe: [^\n]*\.\n$/) })
    const { shown } = JSON.parse(chosen.out)
    expect(shown.length).toBeGreaterThan(0)
    const audited = await kith(['audit', '-'], JSON.stringify({ ...publication, shown }))
    expect(audited).toMatchObject({ code: 0 })
    expect(JSON.parse(audited.out)).toMatchObject({ safe: true, refusals: [] })
  })

  it('refuse what gives somebody away, with 1, and name it', async () => {
    const refused = await kith(['audit', '-'], JSON.stringify({ ...publication, shown: first.disclosive }))
    expect(refused).toMatchObject({ code: 1, said: expect.stringMatching(/^Refused for [^\n]*\n$/) })
    expect(JSON.parse(refused.out).refusals).toContainEqual(
      expect.objectContaining({ code: 'narrow', figure: first.givenAway }),
    )
  })

  const nonsense: [string, string, RegExp][] = [
    ['no JSON', '{"dimensions":', /^This is not JSON/],
    ['a list', '[]', /^The input: must be of type object/],
    ['nothing in it', '{}', /^The input: dimensions is missing/],
    ['a field that is none', JSON.stringify({ ...publication, k: 3 }), /^The input: has nothing called k/],
    [
      'a prototype',
      '{"__proto__": {"a": 1}, "dimensions": {}, "items": [], "tables": []}',
      /^The input: has nothing called __proto__/,
    ],
    [
      'half a person',
      JSON.stringify(publication).replace('[9,10]', '[9.5,10]'),
      /^Tables\[0\]\.counts\[0\]\.answers\.q\[0\]: must be a whole number/,
    ],
    [
      'a name twice in one place',
      JSON.stringify(publication).replace('"items":', '"items": [], "items":'),
      /^The input: the name items stands twice/,
    ],
    ['a circle', JSON.stringify(publication).replace('"parent":null', '"parent":"a"'), /above itself/],
    ['an unknown node', JSON.stringify(publication).replace('{"unit":"b"}', '{"unit":"z"}'), /has no node z/],
    [
      'more answers than people',
      JSON.stringify(publication).replace('[8,8]', '[8,80]'),
      /fit all the tables|does not count what/,
    ],
    [
      'a very long name',
      JSON.stringify({ ...publication, items: [{ id: 'x'.repeat(10_000), categories: ['a'] }] }),
      /must have 1 to 200 characters/,
    ],
    ['depth', `${'['.repeat(200_000)}`, /./],
  ]
  const deep = (name: string) =>
    Array.from({ length: 190 }, (_, at) => ({
      id: `${name}${at}`,
      parent: at === 0 ? null : `${name}${at - 1}`,
    }))
  const bottom = { a: 'a189', b: 'b189', c: 'c189' }
  nonsense.push([
    'deep trees in three dimensions',
    JSON.stringify({
      dimensions: { a: deep('a'), b: deep('b'), c: deep('c') },
      items: [{ id: 'q', categories: ['yes', 'no'] }],
      tables: [{ id: 't', by: ['a', 'b', 'c'], counts: [{ at: bottom, answers: { q: [1, 2] } }] }],
    }),
    /more than five million combinations/,
  ])
  for (const [name, input, sentence] of nonsense)
    it(`answer ${name} with 2 and one sentence`, async () => {
      const { code, out, said } = await kith(['protect', '-'], input)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(said).toMatch(sentence)
      expect(said.trimEnd().split('\n')).toHaveLength(1)
      expect(said.length).toBeLessThan(500)
    })

  it('say how they are called, and which file cannot be read', async () => {
    expect(await kith(['audit'])).toMatchObject({ code: 2, said: expect.stringContaining('audit FILE') })
    expect(await kith(['audit', join(folder, 'none.json')])).toMatchObject({
      code: 2,
      said: expect.stringContaining('ENOENT'),
    })
  })
})
