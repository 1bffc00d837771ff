import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { createCollectorHttp } from '#capabilities/checkins/collector/collector-http.server.ts'
import { createRegistry } from '#capabilities/checkins/collector/registry.server.ts'
import { BALLOT_SIZE } from '#capabilities/checkins/domain/ballot.ts'
import { newId, type OrganisationId, type WaveId } from '#kernel/ids.ts'
import { loadTicketKey } from '#packages/blind-ticket/server.ts'
import { systemClock } from '#platform/clock.ts'
import { createPool, openPool } from '#platform/pool/index.server.ts'
import { benchWave } from '../wave.ts'

// The collector as the site serves it, with a pool on a real file: argument one is its folder, two its capacity.
const [folder = '', capacity = '0'] = process.argv.slice(2)
const wave = await benchWave(0)
const file = join(folder, 'bench.pool')
const sealedTo = Buffer.from(wave.waveKey.publicKey, 'base64url')
await createPool({ file, capacity: Number(capacity), payloadSize: BALLOT_SIZE, sealedTo })
const registry = createRegistry()
registry.add(
  {
    organisation: newId<OrganisationId>(),
    wave: newId<WaveId>(),
    opensAt: new Date(0),
    collectsUntil: new Date(Date.now() + 86_400_000),
    pool: await openPool({ file }),
  },
  [{ keyId: wave.keyId, key: loadTicketKey(wave.spki) }],
)
const handle = createCollectorHttp({
  collect: (bytes) => collectBallot(bytes, { registry, clock: systemClock }),
  pagesOrigin: undefined,
})
const server = createServer((request, response) => void handle(request, response))
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ cpu: process.cpuUsage() }))
process.once('disconnect', () => process.exit())
