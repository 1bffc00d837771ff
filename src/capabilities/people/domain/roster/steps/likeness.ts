import { looseKey } from '../cells/text.ts'

/**
 * Damerau–Levenshtein distance in its restricted form (optimal string alignment: insert, delete, replace, swap two
 * neighbours), or `limit + 1` when it is greater than `limit`.
 */
export function typingDistance({ a, b, limit }: { a: string; b: string; limit: number }): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1
  let ends = 0
  while (ends < Math.min(a.length, b.length) - start && a.at(-1 - ends) === b.at(-1 - ends)) ends += 1
  const [from, to] = [a.slice(start, a.length - ends), b.slice(start, b.length - ends)]
  return Math.min(alignment({ a: from, b: to, limit }), limit + 1)
}

function alignment({ a, b, limit }: { a: string; b: string; limit: number }): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row += 1) {
    const here = [row]
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(
        (above[column] ?? 0) + 1,
        (here[column - 1] ?? 0) + 1,
        (above[column - 1] ?? 0) + (same ? 0 : 1),
      )
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1])
        cost = Math.min(cost, (before[column - 2] ?? 0) + 1)
      here.push(cost)
    }
    // A swap reaches back two rows; once two rows in a row are over the limit, so are all that follow.
    if (Math.min(...here) > limit && Math.min(...above) > limit) return limit + 1
    before = above
    above = here
  }
  return above[b.length] ?? 0
}

/** A name made ready for many comparisons. */
export type Likeness = { words: { text: string; isMeant: boolean }[]; joined: string; letters: number }

/** Medicine 3 and Medicine 5, Ward A and Ward B, Phase II and Phase III are different on purpose. */
const isMeant = (word: string): boolean => word.length <= 3 || /\p{N}/u.test(word) || /^[ivxlc]+$/u.test(word)

export function likenessOf(name: string): Likeness {
  const texts = looseKey(name).split(' ')
  const joined = texts.join('')
  let letters = 0
  for (let at = 0; at < joined.length; at += 1) letters |= 1 << (joined.charCodeAt(at) & 31)
  return { words: texts.map((text) => ({ text, isMeant: isMeant(text) })), joined, letters }
}

function bitsIn(word: number): number {
  let bits = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) bits += 1
  return bits
}

const haveSameLetters = (a: string, b: string): boolean => [...a].sort().join('') === [...b].sort().join('')

type Word = Likeness['words'][number]

function wordDistance(a: Word, b: Word): number | null {
  if (a.text === b.text) return 0
  if (a.isMeant || b.isMeant) return null
  const longest = Math.max(a.text.length, b.text.length)
  const limit = longest >= 9 ? 2 : longest >= 5 || haveSameLetters(a.text, b.text) ? 1 : 0
  const distance = typingDistance({ a: a.text, b: b.text, limit })
  // Cardiology is two letters from radiology; a slip rarely takes the first letter and another one.
  return distance > limit || (distance === 2 && a.text[0] !== b.text[0]) ? null : distance
}

/** How far apart two names are if one may be a slip for the other (0, 1 or 2), otherwise null. */
export function slipDistance(a: Likeness, b: Likeness): number | null {
  if (Math.abs(a.joined.length - b.joined.length) > 2 || bitsIn(a.letters ^ b.letters) > 4) return null
  if (a.joined === '' || b.joined === '') return null
  if (a.joined === b.joined) return a.words.length === b.words.length ? 0 : 1
  if (a.words.length !== b.words.length) return null
  let total = 0
  for (const [at, word] of a.words.entries()) {
    const other = b.words[at]
    const distance = other ? wordDistance(word, other) : null
    if (distance === null) return null
    total += distance
  }
  return total <= 2 ? total : null
}
