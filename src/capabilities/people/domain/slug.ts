const longest = 40

/**
 * The part of the address that names an organisation: ASCII letters, digits and single hyphens, at most 40.
 * A name without any Latin letter or digit becomes `organisation`.
 */
export const slugFrom = (name: string): string => {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’]/gu, '')
    .replace(/[^a-z0-9]+/gu, '-')
    .slice(0, longest)
    .replace(/^-+|-+$/gu, '')
  return slug === '' || reserved.has(slug) ? `${slug === '' ? '' : `${slug}-`}organisation` : slug
}

/** Whether an address could name an organisation so; whatever else stands there names none. */
export const isSlug = (text: string): boolean => /^[a-z0-9-]{1,80}$/.test(text)

/** Addresses under /app that are pages of the site itself. */
const reserved = new Set([
  'auth',
  'live',
  'sign-in',
  'sign-out',
  'join',
  'set-up',
  'operator',
  'account',
  'demo',
  'return',
  'data',
  'commons',
])

/** The first of name, name-2, name-3, … that is not taken. */
export const freeSlug = (options: { name: string; taken: ReadonlySet<string> }): string => {
  const slug = slugFrom(options.name)
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? slug : `${slug}-${number}`
    if (!options.taken.has(candidate)) return candidate
  }
}
