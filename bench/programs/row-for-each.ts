import { constants, createHash, createPublicKey, verify } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import pg from 'pg'
import { benchWave } from '../wave.ts'

// The peer of the collector: one row for each ballot, in a bare Node server. Argument one is the database's socket folder,
// two says whether to check the two signatures first, with nothing but node:crypto.
const [host = '', checks = 'no'] = process.argv.slice(2)
const pool = new pg.Pool({ host, port: 5432, user: 'kith_owner', database: 'postgres', max: 24 })
const { spki } = await benchWave(0)
const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
const pss = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }

/** By the places in a ballot: version 1, key id 32, public key 65, prefix 32, ticket 384, sealed 1106, signature 64. */
const isGenuine = (ballot: Buffer): boolean => {
  const point = ballot.subarray(33, 98)
  const hashed = createHash('sha256').update(point).digest()
  if (!verify('sha384', Buffer.concat([ballot.subarray(98, 130), hashed]), pss, ballot.subarray(130, 514)))
    return false
  const x = point.toString('base64url', 1, 33)
  const y = point.toString('base64url', 33)
  const own = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' })
  const signed = ballot.subarray(0, ballot.length - 64)
  return verify('sha256', signed, { key: own, dsaEncoding: 'ieee-p1363' }, ballot.subarray(-64))
}

await pool.query('create table if not exists ballot (bytes bytea not null)')
const insert = { name: 'insert', text: 'insert into ballot (bytes) values ($1)' }
const server = createServer((request, response) => {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.once('end', () => {
    const ballot = Buffer.concat(parts)
    if (checks === 'yes' && !isGenuine(ballot)) return response.writeHead(403).end()
    pool.query({ ...insert, values: [ballot] }).then(
      () => response.end('ok'),
      () => response.writeHead(503).end(),
    )
  })
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
process.once('disconnect', () => process.exit())
