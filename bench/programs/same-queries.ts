import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import type { Asked } from './clinic-site.ts'

// The peer of the pages: a bare Node server that asks the database what a page asks, word for word and one after another,
// and renders nothing. The first message says what.
const serve = (order: { socketFolder: string; asked: Record<string, Asked[]> }) => {
  const pools = new Map<string, pg.Pool>()
  const poolOf = (user: string): pg.Pool => {
    const known = pools.get(user)
    if (known) return known
    const made = new pg.Pool({ host: order.socketFolder, port: 5432, user, database: 'kith', max: 12 })
    pools.set(user, made)
    return made
  }
  const server = createServer(async (request, response) => {
    const held = new Map<number, pg.PoolClient>()
    for (const { connection, user, text, values } of order.asked[request.url?.slice(1) ?? ''] ?? []) {
      const client = held.get(connection) ?? (await poolOf(user).connect())
      held.set(connection, client)
      await client.query(text, values)
      // A page gives each connection back when its transaction ends.
      if (/^commit/i.test(text)) {
        client.release()
        held.delete(connection)
      }
    }
    for (const client of held.values()) client.release()
    response.end('ok')
  })
  server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
}
process.once('message', serve)
process.once('disconnect', () => process.exit())
