import { cleanText, exactKey } from './text.ts'

const label = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u

/**
 * The address in the one spelling by which a person is known (trimmed, NFC, lower case), or null when it is not
 * complete. Deliberately plain: one @, a local part without spaces or quotes, a domain with a dot (RFC 5321 lengths).
 */
export function readEmail(raw: string): string | null {
  const address = exactKey(cleanText(raw))
  const at = address.lastIndexOf('@')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1)]
  if (at < 1 || local.length > 64 || address.length > 254) return null
  if (!/^[^\s@"(),:;<>[\]\\]+$/u.test(local) || /^\.|\.\.|\.$/u.test(local)) return null
  const labels = domain.split('.')
  if (labels.length < 2 || (labels.at(-1) ?? '').length < 2) return null
  return labels.every((part) => part.length < 64 && label.test(part)) ? address : null
}
