import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { join } from 'node:path'
import pg from 'pg'
import type { FreshDatabase } from '../setup/database.ts'

/** A database that can go away, reached through a network that can swallow everything. */
export type Outage = {
  url: string
  /** Connections end, and new ones are refused, as when the server's machine goes down. */
  goAway(): Promise<void>
  /** Nothing is refused and nothing arrives, as behind a firewall that lost its memory. */
  swallow(): void
  comeBack(): Promise<void>
  end(): Promise<void>
}

/** Stands between a site and its database. */
export const openOutage = async (fresh: FreshDatabase): Promise<Outage> => {
  const target = new pg.Client(fresh.address.forRole('owner'))
  const { host, port } = target
  const pairs = new Set<[Socket, Socket]>()
  let isSwallowing = false
  const flow = ([near, far]: [Socket, Socket]) => {
    near.pipe(far)
    far.pipe(near)
  }
  const stop = ([near, far]: [Socket, Socket]) => {
    near.unpipe()
    far.unpipe()
  }
  const server = createServer((near) => {
    const far = host.startsWith('/') ? connect(join(host, `.s.PGSQL.${port}`)) : connect(port, host)
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    for (const one of pair) {
      one.on('error', () => {})
      one.once('close', () => {
        pairs.delete(pair)
        near.destroy()
        far.destroy()
      })
    }
    if (!isSwallowing) flow(pair)
  })
  const listen = async (at: number) => {
    server.listen(at, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const ours = (server.address() as AddressInfo).port
  const url = new URL(fresh.url)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(ours)
  const close = async () => {
    const closed = server.listening ? once(server, 'close') : undefined
    server.close()
    for (const [near, far] of pairs) {
      near.destroy()
      far.destroy()
    }
    await closed
  }
  return {
    url: url.href,
    goAway: close,
    swallow: () => {
      isSwallowing = true
      pairs.forEach(stop)
    },
    comeBack: async () => {
      isSwallowing = false
      pairs.forEach(flow)
      if (!server.listening) await listen(ours)
    },
    end: close,
  }
}
