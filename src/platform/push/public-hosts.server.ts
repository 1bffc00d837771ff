import { type LookupAddress, lookup } from 'node:dns'
import { Agent } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

// Apart: a list that knows both takes every IPv4 address for its form within IPv6.
const inside4 = new BlockList()
const inside6 = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const)
  inside4.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 32],
  ['2001::', 23],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside6.addSubnet(net, bits, 'ipv6')

/** Whether an address belongs to the internet at large: not to this machine, its network or its cloud’s inner services. */
export const isPublicAddress = (address: string): boolean => {
  const family = isIP(address)
  if (family === 4) return !inside4.check(address, 'ipv4')
  return family === 6 && !inside6.check(address, 'ipv6')
}

/** Whether something that a browser named may be asked at all: https, the usual port, no secrets in it, a public host. */
export const mayBeAsked = (endpoint: string): boolean => {
  if (!URL.canParse(endpoint)) return false
  const { protocol, port, username, password, hostname } = new URL(endpoint)
  if (protocol !== 'https:' || port !== '' || username !== '' || password !== '') return false
  const bare = hostname.replace(/^\[|\]$/g, '')
  return isIP(bare) === 0 ? bare.includes('.') : isPublicAddress(bare)
}

// The address is checked where it is used: a name that answers otherwise a moment later leads nowhere else.
const lookupPublic: LookupFunction = (hostname, options, done) => {
  lookup(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
    if (error) return done(error, '', 4)
    const first = found[0]
    if (!first || !found.every(({ address }) => isPublicAddress(address)))
      return done(new Error('A push service has no public address.'), '', 4)
    if (options.all) return done(null, found)
    done(null, first.address, first.family)
  })
}

/** Connects to public addresses only, whatever a name resolves to. */
export const publicHostsOnly = (): Agent => new Agent({ lookup: lookupPublic })
