import { exactKey, looseKey } from '../cells/text.ts'
import { likenessOf, slipDistance } from './likeness.ts'

/**
 * Whether two names may be one person's: the same, a slip apart, or with a word in common (a given name kept when the
 * other changed). Only decides whether to ask.
 */
export function shareName(a: string, b: string): boolean {
  if (exactKey(a) === exactKey(b)) return true
  const words = new Set(looseKey(a).split(' '))
  if (
    looseKey(b)
      .split(' ')
      .some((word) => word.length > 1 && words.has(word))
  )
    return true
  return slipDistance(likenessOf(a), likenessOf(b)) !== null
}
