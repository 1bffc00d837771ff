import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '../..')
const folder = mkdtempSync(join(tmpdir(), 'kith-breakouts-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** As somebody without a site runs it: no settings, no database, an empty home. */
const breakouts = (words: string[], input = '') =>
  new Promise<{ code: number | null; out: string; said: string }>((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, 'bin/kith'), 'breakouts', ...words], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', HOME: folder },
    })
    const heard = { out: '', said: '' }
    child.stdout.on('data', (bytes) => {
      heard.out += bytes
    })
    child.stderr.on('data', (bytes) => {
      heard.said += bytes
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...heard }))
    child.stdin.on('error', () => {})
    child.stdin.end(input)
  })

const people = [...'abcdefghi'].map((id) => ({
  id,
  traits: { profession: 'abc'.includes(id) ? 'doctor' : 'nurse' },
}))
const request = { people, rounds: 4, sizes: { preferred: 3 } }

describe('kith breakouts', () => {
  it('plans the rounds of a file, and deals roles in them', async () => {
    const file = join(folder, 'room.json')
    const roles = { deal: [{ id: 'notes' }, { id: 'consultant', places: 'rest' }] }
    writeFileSync(file, JSON.stringify({ ...request, roles }))
    const planned = await breakouts([file])
    expect(planned).toMatchObject({ code: 0, said: 'Nobody meets anybody twice.\n' })
    const answer = JSON.parse(planned.out)
    expect(answer).toMatchObject({ repeats: { count: 0, isMet: true }, met: { least: 8, others: 8 } })
    // Everybody meets everybody, so the three doctors meet as well.
    expect(answer.unmixed).toContainEqual(
      expect.objectContaining({ value: 'doctor', why: 'new-people-first' }),
    )
    expect(answer.rounds).toHaveLength(4)
    const notes = answer.roles.flatMap((round: { dealt: { person: string; role: string }[] }) =>
      round.dealt.filter(({ role }) => role === 'notes').map(({ person }) => person),
    )
    expect(notes).toHaveLength(12)
    expect(new Set(notes).size).toBe(9)
  })

  it('answers 1 with the reason when the rules allow no groups', async () => {
    const refused = await breakouts(
      ['-'],
      JSON.stringify({ ...request, together: [['a', 'b', 'c', 'd', 'e']] }),
    )
    expect(refused).toMatchObject({
      code: 1,
      said: expect.stringMatching(/^No groups: 5 people are to sit together/),
    })
    expect(JSON.parse(refused.out)).toEqual({
      refusal: { code: 'too-many-together', people: 5, round: 0, most: 3 },
    })
  })

  it('shows nothing of a name that would move the cursor of whoever reads it', async () => {
    const hostile = '\u001b[2Jwiped\nSafe: all is well.'
    const { code, said } = await breakouts(['-'], JSON.stringify({ ...request, apart: [['a', hostile]] }))
    expect(code).toBe(1)
    expect(said.trimEnd()).toMatch(/^[^\p{C}]+$/u)
  })

  const nonsense: [string, string, RegExp][] = [
    ['no JSON', '{"people":', /^This is not JSON/],
    ['a list', '[]', /^The input: must be of type object/],
    ['nothing in it', '{}', /^The input: people is missing/],
    ['a field that is none', JSON.stringify({ ...request, size: 3 }), /^The input: has nothing called size/],
    ['half a round', JSON.stringify({ ...request, rounds: 1.5 }), /^Rounds: must be a whole number/],
    [
      'two rules of size',
      JSON.stringify({ ...request, sizes: { preferred: 3, groups: 2 } }),
      /^Sizes: has nothing/,
    ],
    [
      'a prototype',
      '{"__proto__": {}, "people": [], "rounds": 1, "sizes": {"groups": 1}}',
      /nothing called __proto__/,
    ],
    [
      'a name twice in one place',
      '{"people": [], "people": [], "rounds": 1, "sizes": {"groups": 1}}',
      /stands twice/,
    ],
    [
      'a long name',
      JSON.stringify({ ...request, people: [{ id: 'x'.repeat(500) }] }),
      /must have 1 to 200 characters/,
    ],
    ['a pair of three', JSON.stringify({ ...request, apart: [['a', 'b', 'c']] }), /must have 2 to 2 entries/],
    ['depth', '['.repeat(200_000), /./],
  ]
  for (const [name, input, sentence] of nonsense)
    it(`answers ${name} with 2 and one sentence`, async () => {
      const { code, out, said } = await breakouts(['-'], input)
      expect({ code, out }).toEqual({ code: 2, out: '' })
      expect(said).toMatch(sentence)
      expect(said.trimEnd().split('\n')).toHaveLength(1)
      expect(said.length).toBeLessThan(500)
    })

  it('says how it is called, and which file cannot be read', async () => {
    expect(await breakouts([])).toMatchObject({ code: 2, said: expect.stringContaining('breakouts FILE') })
    expect(await breakouts([join(folder, 'none.json')])).toMatchObject({
      code: 2,
      said: expect.stringContaining('ENOENT'),
    })
  })
})
