import { expect, test } from 'vitest'
import { answerScale } from './scale.ts'
import { drawTrend, hasGap, mostPooled, type TrendPoint, trendRows, withoutOverlap } from './trend.ts'

const scale = answerScale({ min: 1, max: 5, lowEnd: '', highEnd: '' })
const wave = (short: string, value?: number, waves = 1): TrendPoint => ({
  name: short,
  short,
  ...(value === undefined ? {} : { figure: { value, waves } }),
})
const draw = (points: TrendPoint[], locale = 'en') => drawTrend({ points, scale, locale })

test('no line crosses a wave without figures', () => {
  const { runs, gaps, dots } = draw([wave('a', 2), wave('b', 3), wave('c'), wave('d', 3), wave('e', 4)])
  expect(runs.map((run) => run.length)).toEqual([2, 2])
  expect(gaps).toHaveLength(1)
  expect(dots).toHaveLength(4)
})

test('waves that are told by a pooled figure are not drawn as hidden', () => {
  const points = [wave('a', 3), wave('b'), wave('c'), wave('d'), wave('e', 2.5, 4)]
  const { gaps, benches, dots } = draw(points)
  expect(gaps).toEqual([])
  expect(dots).toHaveLength(1)
  expect(benches).toHaveLength(1)
  const [bench] = benches
  expect(bench?.from).toBeLessThan(bench?.x ?? 0)
  expect(bench?.x).toBeCloseTo((31.25 + 98) / 2, 1)
  expect(hasGap(points)).toBe(false)
  expect(mostPooled(points)).toBe(4)
  expect(trendRows(points).map(({ from, to }) => [from, to])).toEqual([
    ['a', 'a'],
    ['b', 'e'],
  ])
})

test('time runs with the language', () => {
  const points = [wave('a', 2), wave('b', 3), wave('c', 4)]
  const xs = (locale: string) => draw(points, locale).dots.map(({ x }) => x)
  expect(xs('en')).toEqual([9, 53.5, 98])
  expect(xs('ar')).toEqual([91, 46.5, 2])
})

test('a single wave and a long run are both drawn, with no more than six names on the axis', () => {
  expect(draw([wave('a', 2)]).dots).toEqual([{ x: 9, y: 151 }])
  const { labels } = draw(Array.from({ length: 40 }, (_, order) => wave(`w${order}`, 3)))
  expect(labels.length).toBeLessThanOrEqual(6)
  expect(labels.at(-1)?.short).toBe('w39')
})

test('of pooled figures that overlap, the newest stands, and each wave is told once', () => {
  const points = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, at) => wave(name, 3, Math.min(at + 1, 4)))
  const drawn = withoutOverlap(points)
  expect(drawn.map(({ figure }) => figure?.waves)).toEqual([undefined, 2, undefined, undefined, undefined, 4])
  expect(hasGap(drawn)).toBe(false)
  expect(trendRows(drawn).map(({ from, to }) => from + to)).toEqual(['ab', 'cf'])
  const { benches } = draw(drawn)
  expect(benches[0]!.to).toBeLessThan(benches[1]!.from)
  expect(benches[1]!.to).toBeLessThanOrEqual(98)
})
