import { expect, test } from 'vitest'
import { sayField, sayRefusal } from '../ui/say-refusal.ts'
import { fieldProblems, type PeopleRefusal, statusOf } from './refusals.ts'

const facts = { fields: {}, minutes: 3, name: 'Surgery', people: 3, why: { code: 'file-empty' } }

test('every refusal has a status that says whose turn it is, and a sentence', () => {
  for (const [code, status] of Object.entries(statusOf)) {
    const why = code.includes('provider') ? 'not-https' : facts.why
    const said = sayRefusal({ code, ...facts, why } as unknown as PeopleRefusal)
    expect(status, code).toBeGreaterThanOrEqual(400)
    // 502: a sign-in provider outside did not do its part. Nothing else is anybody's but the asker's turn.
    expect(status === 502 || status < 500, code).toBe(true)
    expect(said, code).toMatch(/^\p{Lu}.{15,}\.$/su)
    expect(said, code).not.toMatch(/[{}!]|undefined/)
  }
})

test('every problem of a field is said in a sentence', () => {
  for (const problem of fieldProblems) expect(sayField(problem), problem).toMatch(/[.?]$/)
})
