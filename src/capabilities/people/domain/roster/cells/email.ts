import { cleanText, exactKey } from './text.ts'

const label = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/u
const local = /^[\x21-\x7e]+$/u

/** A domain as the network knows it (IDNA, RFC 5891): `clínica.es` is `xn--clnica-4va.es`; empty where it is none. */
const asciiDomain = (domain: string): string => {
  if (/^[\x21-\x7e]*$/u.test(domain)) return domain
  try {
    return new URL(`http://${domain}`).hostname
  } catch {
    return ''
  }
}

const parts = (raw: string): [local: string, domain: string] => {
  const address = exactKey(cleanText(raw))
  const at = address.lastIndexOf('@')
  return [address.slice(0, Math.max(at, 0)), address.slice(at + 1)]
}

/**
 * The address in the one spelling by which a person is known (trimmed, lower case, its domain in ASCII), or null when
 * it is not complete or no letter could reach it. Deliberately plain: one @, a local part of ASCII without spaces or
 * quotes, a domain with a dot (RFC 5321 lengths).
 */
export function readEmail(raw: string): string | null {
  const [name, typedDomain] = parts(raw)
  const domain = asciiDomain(typedDomain)
  if (name === '' || name.length > 64 || name.length + domain.length + 1 > 254) return null
  if (!local.test(name) || /[@"(),:;<>[\]\\]/u.test(name) || /^\.|\.\.|\.$/u.test(name)) return null
  const labels = domain.split('.')
  if (labels.length < 2 || (labels.at(-1) ?? '').length < 2) return null
  return labels.every((part) => part.length < 64 && label.test(part)) ? `${name}@${domain}` : null
}

/** Why `readEmail` took an address for none: letters that mail servers and sign-in do not carry, or a part missing. */
export const whyNoEmail = (raw: string): 'email-letters' | 'email-incomplete' => {
  const [name, domain] = parts(raw)
  return name !== '' && !/^[\x20-\x7e]*$/u.test(name) && domain.includes('.')
    ? 'email-letters'
    : 'email-incomplete'
}
