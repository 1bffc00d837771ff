/** A trustee's code: 128 bits, and nothing else. Everything that she ever signs or releases is derived from it. */
export const codeSize = 16
export const codeGroups = 13

const groupDigits = 3
const most = 1n << 128n

// The quasigroup of H. M. Damm, Total anti-symmetrische Quasigruppen (2004), of order 10: it notices every single wrong
// digit and every exchange of neighbours.
const damm = [
  '0317598642',
  '7092154863',
  '4206871359',
  '1750983426',
  '6123045978',
  '3674209581',
  '5869720134',
  '8945362017',
  '9438617205',
  '2581436790',
] as const

/** The digit that ends a group; it depends on the group's place, so that two groups that changed places are noticed. */
const checkDigit = (digits: string, place: number): string => {
  let state = place % 10
  for (const digit of digits) state = Number(damm[state]?.[Number(digit)] ?? 0)
  return String(damm[state]?.indexOf('0') ?? 0)
}

/**
 * The code as thirteen numbers of four digits, each with a check of its own: digits are the same on every keyboard, are
 * read out in any language, and keep their order in Arabic. 128 bits are 39 digits.
 */
export const writeCode = (code: Uint8Array): string[] => {
  if (code.length !== codeSize) throw new RangeError('a code has 16 bytes')
  let value = 0n
  for (const byte of code) value = (value << 8n) | BigInt(byte)
  const digits = value.toString().padStart(codeGroups * groupDigits, '0')
  return Array.from({ length: codeGroups }, (_, place) => {
    const group = digits.slice(place * groupDigits, (place + 1) * groupDigits)
    return group + checkDigit(group, place)
  })
}

export type TypedCode =
  | { readonly kind: 'code'; readonly code: Uint8Array<ArrayBuffer> }
  /** Digits are missing, or too many. */
  | { readonly kind: 'length'; readonly groups: number }
  /** This group, counted from one, has a slip in it, or stands in another's place. */
  | { readonly kind: 'slip'; readonly group: number }

const zeros = { arabic: 0x660, persian: 0x6f0 }

/** Reads what somebody typed: spaces and dashes as she likes, and the digits of Arabic and Persian keyboards too. */
export const readCode = (typed: string): TypedCode => {
  const digits = [...typed]
    .map((letter) => {
      const at = letter.codePointAt(0) ?? 0
      const zero = Object.values(zeros).find((first) => at >= first && at < first + 10)
      return zero === undefined ? letter : String(at - zero)
    })
    .filter((letter) => letter >= '0' && letter <= '9')
    .join('')
  const groups = digits.match(/.{1,4}/g) ?? []
  const slip = groups.findIndex(
    (group, place) =>
      group.length === 4 && (place >= codeGroups || checkDigit(group.slice(0, 3), place) !== group[3]),
  )
  if (slip >= 0 && slip < codeGroups) return { kind: 'slip', group: slip + 1 }
  if (digits.length !== codeGroups * 4) return { kind: 'length', groups: Math.floor(digits.length / 4) }
  const value = BigInt(groups.map((group) => group.slice(0, 3)).join(''))
  if (value >= most) return { kind: 'slip', group: 1 }
  const code = new Uint8Array(codeSize)
  for (let at = 0; at < codeSize; at++) code[at] = Number((value >> BigInt(8 * (codeSize - 1 - at))) & 0xffn)
  return { kind: 'code', code }
}
