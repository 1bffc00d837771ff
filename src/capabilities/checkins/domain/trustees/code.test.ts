import { expect, test } from 'vitest'
import { codeSize, readCode, writeCode } from './code.ts'

const some = (seed: number) => Uint8Array.from({ length: codeSize }, (_, at) => (seed * 97 + at * 31) % 256)
const codes = [
  new Uint8Array(codeSize),
  new Uint8Array(codeSize).fill(255),
  ...Array.from({ length: 40 }, (_, at) => some(at)),
]

test('a code that is written down is read again, however its digits are typed', () => {
  for (const code of codes) {
    const groups = writeCode(code)
    expect(groups).toHaveLength(13)
    for (const typed of [groups.join(' '), groups.join(''), groups.join('-'), `\n${groups.join('  ')}\t`])
      expect(readCode(typed)).toEqual({ kind: 'code', code })
  }
})

test('digits of Arabic and Persian keyboards are digits', () => {
  const groups = writeCode(some(3))
  for (const zero of [0x660, 0x6f0]) {
    const typed = groups.join(' ').replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)))
    expect(readCode(typed)).toEqual({ kind: 'code', code: some(3) })
  }
})

test('one wrong digit, two neighbours that changed places, and two numbers that did: each names the place', () => {
  const groups = writeCode(some(7))
  const digits = groups.join('')
  for (let at = 0; at < digits.length; at++) {
    for (let other = 1; other < 10; other++) {
      const wrong = String((Number(digits[at]) + other) % 10)
      const typed = digits.slice(0, at) + wrong + digits.slice(at + 1)
      expect(readCode(typed)).toEqual({ kind: 'slip', group: Math.floor(at / 4) + 1 })
    }
    const next = digits[at + 1]
    if (at % 4 === 3 || next === digits[at]) continue
    const typed = digits.slice(0, at) + next + digits[at] + digits.slice(at + 2)
    expect(readCode(typed)).toEqual({ kind: 'slip', group: Math.floor(at / 4) + 1 })
  }
  for (let at = 0; at < 12; at++) {
    const swapped = groups.with(at, groups[at + 1] ?? '').with(at + 1, groups[at] ?? '')
    expect(readCode(swapped.join(' '))).toEqual({ kind: 'slip', group: at + 1 })
  }
})

test('what is missing is counted, and nothing longer is cut to fit', () => {
  const groups = writeCode(some(7))
  expect(readCode(groups.slice(0, 12).join(' '))).toEqual({ kind: 'length', groups: 12 })
  expect(readCode(`${groups.join(' ')} 0000`)).toEqual({ kind: 'length', groups: 14 })
  expect(readCode('')).toEqual({ kind: 'length', groups: 0 })
})

test('a number beyond 128 bits is no code', () => {
  const most = BigInt(`0x${'ff'.repeat(16)}`) + 1n
  const groups = most.toString().match(/.{3}/g) ?? []
  const typed = groups.map((group, place) => {
    const check = [...'0123456789'].find((digit) => {
      const tried = groups.map((one, at) => (at === place ? one + digit : `${one}0`))
      const read = readCode(tried.slice(0, place + 1).join(''))
      return read.kind !== 'slip' || read.group !== place + 1
    })
    return group + check
  })
  expect(readCode(typed.join(' '))).toMatchObject({ kind: 'slip' })
})
