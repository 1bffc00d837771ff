import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerScale, figure, place, shareScale, ticks } from './scale.ts'

const scale = answerScale({ min: 1, max: 5, lowEnd: '', highEnd: '' })

test('every answer has its place, and shares have five', () => {
  expect(ticks(scale)).toEqual([1, 2, 3, 4, 5])
  expect(ticks(shareScale)).toEqual([0, 25, 50, 75, 100])
  expect(ticks(answerScale({ min: 0, max: 10, lowEnd: '', highEnd: '' }))).toEqual([0, 2, 4, 6, 8, 10])
})

test('an average has one decimal, a share none', () => {
  expect(figure({ value: 2.84, scale, locale: 'en' })).toBe('2.8')
  expect(figure({ value: 58.4, scale: shareScale, locale: 'en' })).toBe('58')
})

test('nothing is drawn outside its plot, more stands further along, and Arabic is the mirror image', () => {
  const value = fc.double({ min: -10, max: 20, noNaN: true })
  fc.assert(
    fc.property(value, value, (one, other) => {
      const at = (value: number, direction: 'ltr' | 'rtl') => place({ value, scale, direction })
      expect(at(one, 'ltr')).toBeGreaterThanOrEqual(2)
      expect(at(one, 'ltr')).toBeLessThanOrEqual(98)
      expect(at(one, 'ltr') + at(one, 'rtl')).toBeCloseTo(100, 1)
      if (one <= other) expect(at(one, 'ltr')).toBeLessThanOrEqual(at(other, 'ltr'))
    }),
  )
})
