import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { codeFrom, readCode, writeCode } from './code.ts'

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const fresh = () => codeFrom(randomBytes(18))

test('a code is read back however it is typed', () => {
  for (let round = 0; round < 200; round++) {
    const code = fresh()
    const printed = writeCode(code)
    expect(printed).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){4}[0-9A-HJKMNP-TV-Z]{4}$/)
    const typings = [
      printed,
      printed.toLowerCase(),
      code,
      ` ${printed.replaceAll('-', ' ')}\n`,
      printed.replaceAll('-', '–'),
      printed.replaceAll('0', 'o').replaceAll('1', 'l'),
      printed.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x0660 + Number(digit))),
    ]
    for (const typed of typings) expect(readCode(typed)).toEqual({ ok: true, value: code })
  }
})

test('the check of a published code never changes', () => {
  expect(codeFrom(Uint8Array.from({ length: 18 }, (_, at) => at * 37))).toBe('05AFMSY38DJQW16BGN5T')
  expect(readCode('05AF-MSY3-8DJQ-W16B-GN5T').ok).toBe(true)
})

test('one wrong letter, or two that changed places, is a typing mistake and never another code', () => {
  for (let round = 0; round < 20; round++) {
    const code = fresh()
    for (let at = 0; at < code.length; at++) {
      for (const letter of letters) {
        if (letter === code[at]) continue
        expect(readCode(code.slice(0, at) + letter + code.slice(at + 1)).ok).toBe(false)
      }
      for (let other = at + 1; other < code.length; other++) {
        if (code[at] === code[other]) continue
        const swapped = [...code]
        swapped[at] = code[other] ?? ''
        swapped[other] = code[at] ?? ''
        expect(readCode(swapped.join('')).ok).toBe(false)
      }
    }
  }
})

test('what is no code at all is said to be mistyped, and nothing is told from nothing', () => {
  expect(readCode('  -\t')).toEqual({ ok: false, refusal: 'empty' })
  const wrong = ['x', fresh().slice(1), `${fresh()}0`, 'U'.repeat(20), '😀'.repeat(20), '<script>'.repeat(50)]
  for (const typed of wrong) expect(readCode(typed)).toEqual({ ok: false, refusal: 'mistyped' })
})

test('ninety bits of chance are in each code: no two are alike', () => {
  expect(new Set(Array.from({ length: 20_000 }, fresh)).size).toBe(20_000)
})
