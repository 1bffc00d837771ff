import type { IncomingMessage } from 'node:http'
import { familyOf, proxyList } from '#platform/configuration/proxies.server.ts'

export type Caller = {
  /** Where the request began, for counting attempts only. */
  address: string
  /** A proxy that is believed says that it came to it without encryption. */
  cameInsecurely: boolean
}

type Asked = Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } }

/**
 * Tells who is calling. A proxy adds the address that it saw at the end of `X-Forwarded-For`; what stands before that
 * is anybody's invention, unless it was added by a further proxy that is believed. From everybody else these headers
 * mean nothing.
 */
export const createCallers = (trusted: readonly string[]): ((request: Asked) => Caller) => {
  const proxies = proxyList(trusted)
  const isBelieved = (address: string): boolean => {
    const family = familyOf(address)
    return family !== undefined && proxies.check(address, family)
  }
  return ({ headers, socket }) => {
    let address = plain(socket.remoteAddress ?? '')
    if (!isBelieved(address)) return { address, cameInsecurely: false }
    const said = listIn(headers['x-forwarded-for'])
    while (isBelieved(address)) {
      const before = plain(said.pop() ?? '')
      if (familyOf(before) === undefined) break
      address = before
    }
    return { address, cameInsecurely: listIn(headers['x-forwarded-proto']).at(-1)?.toLowerCase() === 'http' }
  }
}

const listIn = (header: string | string[] | undefined): string[] =>
  String(header ?? '')
    .split(',')
    .map((one) => one.trim())

/** An address as such: without a port, brackets, or the prefix of an IPv4 address that came by an IPv6 socket. */
const plain = (text: string): string =>
  text
    .replace(/^\[([^\]]*)\](:\d+)?$/, '$1')
    .replace(/^(\d+(?:\.\d+){3}):\d+$/, '$1')
    .replace(/^::ffff:(?=\d+(?:\.\d+){3}$)/i, '')
