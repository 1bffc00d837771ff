import { accept, type Result, refuse } from '#kernel/result.ts'

/**
 * A one-time code on a printed sheet: 18 letters of chance (90 bits) and two that check them, in five groups of four.
 * Without I, L, O and U: the first three are read as the digits they look like, and the last spells no words.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const drawn = 18
const checks = 2

/** Two sums over the field of 32: one wrong letter, or two that changed places, never go unnoticed. */
const checksOf = (digits: readonly number[]): [number, number] => {
  let sum = 0
  let weighed = 0
  digits.forEach((digit, at) => {
    sum ^= digit
    weighed ^= times(digit, powers[at + 1] ?? 1)
  })
  return [sum, weighed]
}

/** Multiplication in GF(32), by x^5 + x^2 + 1. */
const times = (a: number, b: number): number => {
  let product = 0
  for (let bit = 0; bit < 5; bit++) if ((b >> bit) & 1) product ^= a << bit
  for (let bit = 9; bit >= 5; bit--) if ((product >> bit) & 1) product ^= 0b100101 << (bit - 5)
  return product
}

const powers = Array.from({ length: drawn }).reduce<number[]>(
  (all) => [...all, times(all.at(-1) ?? 1, 2)],
  [1],
)

/** @param random at least 18 bytes of chance; five bits of each are used. @returns the code without its dashes. */
export const codeFrom = (random: Uint8Array): string => {
  if (random.length < drawn) throw new RangeError('a code needs 18 bytes of chance')
  const digits = [...random.subarray(0, drawn)].map((byte) => byte & 31)
  return [...digits, ...checksOf(digits)].map((digit) => alphabet[digit]).join('')
}

/** As it is printed and typed: `K7MQ-4T2X-…`. */
export const writeCode = (code: string): string => code.match(/.{4}/g)?.join('-') ?? code

const alike: Record<string, string> = { I: '1', L: '1', O: '0' }
/** What arrives for an Arabic or Persian digit is that digit. */
const plainDigit = (sign: string): string => {
  const point = sign.codePointAt(0) ?? 0
  const zero = [0x0660, 0x06f0].find((first) => point >= first && point < first + 10)
  return zero === undefined ? sign : String(point - zero)
}

/**
 * Reads what somebody typed: capital or small, with or without dashes and spaces. Refused as mistyped where the length,
 * a letter or the check is wrong; whether the code is one that was given out, this cannot know.
 */
export const readCode = (typed: string): Result<string, 'empty' | 'mistyped'> => {
  const signs = [...typed.slice(0, 200).normalize('NFKC')]
    .filter((sign) => !/[\s\p{P}\p{Cf}]/u.test(sign))
    .map((sign) => plainDigit(sign).toUpperCase())
    .map((sign) => alike[sign] ?? sign)
  if (signs.length === 0) return refuse('empty')
  const digits = signs.map((sign) => (sign.length === 1 ? alphabet.indexOf(sign) : -1))
  if (signs.length !== drawn + checks || digits.includes(-1)) return refuse('mistyped')
  const [sum, weighed] = checksOf(digits.slice(0, drawn))
  const isWhole = digits[drawn] === sum && digits[drawn + 1] === weighed
  return isWhole ? accept(signs.join('')) : refuse('mistyped')
}
