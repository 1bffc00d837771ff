import { describe, expect, it } from 'vitest'
import { prover } from './proof.ts'

const equations = [
  { unknowns: Int32Array.of(0, 1), low: 3, high: 3, from: [0] },
  { unknowns: Int32Array.of(1, 2), low: 0, high: 4, from: [1] },
]
const { isTable, isSound } = prover({ equations, reference: Int32Array.of(1, 2, 0) })

describe('the proof that a table could be the real one', () => {
  it('takes whole tables that agree with every equation, and no others', () => {
    expect(isSound()).toBe(true)
    expect(isTable({ unknowns: [0, 1], by: [-1, 1] })).toBe(true)
    expect(isTable({ unknowns: [0], by: [1] })).toBe(false)
    expect(isTable({ unknowns: [2], by: [3] })).toBe(false)
    expect(isTable({ unknowns: [0, 1], by: [0.5, -0.5] })).toBe(false)
    expect(isTable({ unknowns: [0, 1], by: [Number.NaN, 0] })).toBe(false)
  })

  it('takes none in which fewer than nobody answered', () => {
    expect(isTable({ unknowns: [0, 1], by: [-2, 2] })).toBe(false)
    expect(isTable({ unknowns: [0, 1, 2], by: [3, -3, 0] })).toBe(false)
  })
})
