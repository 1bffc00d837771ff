import { BlockList, isIP } from 'node:net'

/** The words of TRUST_PROXY: `loopback`, addresses, and ranges such as 10.1.0.0/16. */
export const proxiesIn = (text: string): string[] => text.split(/[\s,]+/).filter(Boolean)

export const areProxies = (words: string[]): boolean =>
  words.every((word) => word === 'loopback' || rangeOf(word) !== undefined)

/** Everybody whom these words name. Words that name nobody are left out: `areProxies` refuses them at start. */
export const proxyList = (words: readonly string[]): BlockList => {
  const list = new BlockList()
  for (const word of words.flatMap((one) => (one === 'loopback' ? ['127.0.0.0/8', '::1'] : [one]))) {
    const range = rangeOf(word)
    if (range) list.addSubnet(range.address, range.prefix, range.family)
  }
  return list
}

export const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined =>
  (({ 4: 'ipv4', 6: 'ipv6' }) as const)[isIP(address) as 4 | 6]

const rangeOf = (word: string) => {
  const [address = '', length, ...more] = word.split('/')
  const family = familyOf(address)
  if (family === undefined || more.length > 0) return undefined
  const whole = family === 'ipv4' ? 32 : 128
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined
  const prefix = length === undefined ? whole : Number(length)
  return prefix <= whole ? { address, prefix, family } : undefined
}
