import { expect, it } from 'vitest'
import { comingShown } from '../../domain/run/course-shown.ts'
import { aBlock, aFormat, aPlan, aStep, wiseCrowds } from '../../domain/run/rooms.fixture.ts'
import { spreadAsWished } from '../../domain/run/state.ts'
import type { RoomPart } from '../../domain/run/view.ts'
import { nothingHeard } from '../../domain/stream/hear.ts'
import { clockFace, goWords, groupStateWords, nameOfSeat, refusalWords } from './desk-words.ts'
import { knownPeople } from './people/known-people.ts'

const plan = aPlan([
  aBlock('Welcome', { format: aFormat({ turn: [aStep('hello', { seconds: 300 })] }) }),
  aBlock('Wise Crowds', { format: wiseCrowds }),
])

const room = (at: RoomPart['at']): RoomPart => ({
  status: at ? 'running' : 'waiting',
  move: 1,
  at,
  turns: at?.block === 1 ? 5 : 1,
  clock: { kind: 'open' },
  chat: { isOpen: true, slowSeconds: 0 },
  spread: spreadAsWished,
  stage: [],
})

const goes = (at: RoomPart['at']) =>
  goWords({ coming: comingShown(plan, room(at)), hasBegun: at !== undefined, language: 'en' })

it('the large button says what it will do: begin, the next step, the next turn, the next part, or close', () => {
  expect(goes(undefined)).toEqual({ act: 'Begin', detail: 'hello, 5 minutes' })
  expect(goes({ block: 0, turn: 1, step: 0 })).toEqual({
    act: 'Go on to Wise Crowds',
    detail: 'present, 2 minutes',
  })
  expect(goes({ block: 1, turn: 1, step: 0 })).toEqual({ act: 'Go on to clarify', detail: '3 minutes' })
  expect(goes({ block: 1, turn: 1, step: 3 })).toEqual({
    act: 'Go on to present',
    detail: 'Turn 2 of 5, 2 minutes',
  })
  expect(goes({ block: 1, turn: 6, step: 0 }).act).toBe('Close the room')
})

it('a press that came second is told calmly, and that nothing was skipped', () => {
  expect(refusalWords({ code: 'rooms/has-moved-on' })).toContain('no step was skipped')
  expect(refusalWords({ code: 'no-answer' })).toContain('No answer came')
})

it('a clock is written in the digits of its language', () => {
  expect(clockFace(320, 'en')).toBe('5:20')
  expect(clockFace(5, 'en')).toBe('0:05')
  expect(clockFace(320, 'ar')).toBe('٥:٢٠')
})

it('of a group the most urgent is said, and never what its people wrote', () => {
  const group = { number: 1, name: 'Group 1', here: 4, away: 1, ready: 2, isAsking: false }
  expect(groupStateWords({ ...group, isAsking: true })).toBe('Asks for you')
  expect(groupStateWords(group)).toBe('One away for a moment')
  expect(groupStateWords({ ...group, away: 0 })).toBe('2 of 4 ready')
  expect(groupStateWords({ ...group, away: 0, ready: 4 })).toBe('All ready')
})

it('in a large room people are found by their hand, at the door, or by what they wrote', () => {
  const heard = {
    ...nothingHeard,
    desk: {
      hosts: [1],
      hands: [7],
      atTheDoor: [],
      groups: [],
      reported: [],
      voted: {},
      ready: 0,
      names: { 1: 'Leila', 7: '' },
      canUndo: false,
    },
  }
  expect(knownPeople(heard).map(({ name }) => name)).toEqual(['Leila', 'Seat 7'])
  expect(nameOfSeat(heard, 7)).toBe('Seat 7')
})
