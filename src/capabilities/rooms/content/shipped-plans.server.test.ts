import { readdir } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { notesOn } from '../domain/plan/plan-notes.ts'
import { lengthOf } from '../domain/plan/plan-time.ts'
import { planFrom } from '../domain/plan/ready-plan.ts'
import { sheetOf } from '../domain/plan/run-sheet.ts'
import { textsOf } from './content.fixture.ts'
import { loadFormats } from './load-formats.server.ts'
import { loadPlans } from './load-plans.server.ts'

const formats = await loadFormats({ folder: 'content/formats' })
const plans = await loadPlans({ folder: 'content/plans', formats })
const languages = (await readdir('messages')).map((file) => file.replace('.json', ''))

describe('the plans that ship', () => {
  it('name only formats and steps that are there, in every language', () => {
    expect(plans.size).toBeGreaterThanOrEqual(7)
    for (const plan of plans.values())
      for (const words of textsOf(plan)) expect(Object.keys(words).sort()).toEqual(languages.sort())
  })

  it('begin with a welcome, end well, and can be led with the fewest people that they say', () => {
    for (const ready of plans.values())
      for (const language of languages) {
        const plan = planFrom(ready, { formats, language })
        const notes = notesOn(plan, { people: ready.people.least })
        expect({ plan: ready.id, notes }).toEqual({ plan: ready.id, notes: [] })
      }
  })

  it('keep to two hours with five people, and have a sheet whose last step ends with the session', () => {
    for (const ready of plans.values()) {
      const plan = planFrom(ready, { formats, language: 'en' })
      const people = Math.max(5, ready.people.least)
      const { seconds } = lengthOf(plan, people)
      expect(seconds).toBeGreaterThan(15 * 60)
      expect(seconds).toBeLessThanOrEqual(2 * 60 * 60)
      expect(sheetOf(plan, { people }).seconds).toBe(seconds)
    }
  })
})

it('a plan that names a format that is not there keeps the site from starting', async () => {
  await expect(loadPlans({ folder: 'content/plans', formats: new Map() })).rejects.toThrow(
    /there is no format called welcome/,
  )
})
