import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aBlock, aFormat, aPlan, aStep, wiseCrowds } from '../run/rooms.fixture.ts'
import { addPart, changePart, movePart, removePart } from './edit-plan.ts'
import { canPart, groupsOnPaper, sizesOnPaper } from './groups-on-paper.ts'
import { notesOn } from './plan-notes.ts'
import { lengthOf } from './plan-time.ts'
import { sheetOf } from './run-sheet.ts'

const plan = aPlan([
  aBlock('welcome', { kind: 'welcome', format: aFormat({ turn: [aStep('welcome', { seconds: 300 })] }) }),
  aBlock('crowds', { kind: 'format', format: wiseCrowds }),
  aBlock('end', { kind: 'closing', format: aFormat({ turn: [aStep('end', { seconds: 60 })] }) }),
])
const ids = (of: typeof plan) => of.blocks.map(({ id }) => id)

describe('composing a plan', () => {
  it('puts a new part before the end, under an id that nothing else has', () => {
    const more = addPart(plan, { shipped: { format: aFormat(), block: 'chat' }, language: 'en' })
    expect(more.blocks.map(({ kind }) => kind)).toEqual(['welcome', 'format', 'chat', 'closing'])
    const again = addPart(removePart(more, 'welcome'), {
      shipped: { format: aFormat(), block: 'chat' },
      language: 'en',
    })
    expect(new Set(ids(again)).size).toBe(again.blocks.length)
  })

  it('moves a part one place, and leaves the first and the last where they are', () => {
    expect(ids(movePart(plan, { id: 'crowds', to: 'earlier' }))).toEqual(['crowds', 'welcome', 'end'])
    expect(ids(movePart(plan, { id: 'welcome', to: 'earlier' }))).toEqual(ids(plan))
    expect(ids(movePart(plan, { id: 'end', to: 'later' }))).toEqual(ids(plan))
  })

  it('changes the lengths of one part alone, and keeps a title that was emptied', () => {
    const changed = changePart(plan, 'welcome', {
      title: '',
      about: 'Hello',
      spread: 'together',
      seconds: { welcome: null },
      poll: undefined,
      links: [''],
    })
    expect(changed.blocks[0]).toMatchObject({ title: 'welcome', about: 'Hello', spread: 'together' })
    expect(changed.blocks[0]?.format.turn[0]?.seconds).toBeNull()
    expect(changed.blocks[0]).not.toHaveProperty('links')
    expect(changed.blocks[1]).toEqual(plan.blocks[1])
  })
})

describe('the time and the groups of a plan', () => {
  it('counts a turn for everybody in the largest group', () => {
    expect(lengthOf(plan, 5).seconds).toBe(300 + 5 * 900 + 60 + 60)
    expect(lengthOf(plan, 7).seconds).toBe(300 + 7 * 900 + 60 + 60)
  })

  it('says where so many people cannot be parted: five into threes and fours', () => {
    expect(canPart(5, { least: 3, ideal: 3, most: 4 })).toBe(false)
    const troika = aBlock('troika', { format: { ...wiseCrowds, groups: { least: 3, ideal: 3, most: 4 } } })
    const notes = notesOn(aPlan([troika]), { people: 5 })
    expect(notes).toContainEqual({
      code: 'cannot-part',
      stops: false,
      part: 'troika',
      title: 'troika',
      people: 5,
      least: 3,
      most: 4,
    })
  })

  it('gives everybody one seat on paper, in groups of the sizes that were asked for', () => {
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 200 }), fc.integer({ min: 0, max: 6 }), (people, round) => {
        const sizes = { least: 3, ideal: 5, most: 7 }
        const groups = groupsOnPaper({ people, sizes, round })
        expect(groups.flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: people }, (_, at) => at))
        expect(groups.length).toBe(sizesOnPaper(people, sizes).length)
        if (canPart(people, sizes))
          for (const group of groups) expect(group.length >= 3 && group.length <= 7).toBe(true)
      }),
    )
  })
})

describe('the run sheet', () => {
  it('has every turn with its steps at their times, one after the other', () => {
    const sheet = sheetOf(plan, { people: 5 })
    const crowds = sheet.parts[1]
    expect(crowds?.begins).toBe(300)
    expect(crowds?.steps).toHaveLength(5 * 4 + 1)
    expect(crowds?.steps[4]).toMatchObject({ turn: 2, begins: 300 + 900 })
    expect(sheet.seconds).toBe(lengthOf(plan, 5).seconds)
  })

  it('gives each place on the bench one turn, and never a duty to whoever has it', () => {
    const rotation = sheetOf(plan, { people: 5 }).parts[1]?.rotation ?? []
    expect(rotation.map(({ taker }) => taker)).toEqual([0, 1, 2, 3, 4])
    for (const { taker, duties } of rotation) expect(duties.map(({ place }) => place)).not.toContain(taker)
    const keepers = rotation.map(({ duties }) => duties.find(({ role }) => role === 'note-taker')?.place)
    expect(new Set(keepers).size).toBe(5)
  })
})
