import { constants, randomBytes, sign } from 'node:crypto'
import { blindSign, generateTicketKey, loadSigningKey } from '#packages/blind-ticket/server.ts'
import { alternate, rate, show } from '../report.ts'

// Tickets signed per second on one thread, beside bare node:crypto signing with the same key.
const key = loadSigningKey((await generateTicketKey()).privateKey)
const blinded = randomBytes(384)
blinded[0] = 0
const message = randomBytes(64)
const options = { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 48 }

const result = await alternate({
  rounds: 9,
  ours: () => rate(700, () => blindSign({ key, blinded })),
  peer: () => rate(700, () => sign('sha384', message, options)),
})
show({
  what: 'tickets signed per second, one thread',
  ours: result.ours.toFixed(0),
  beside: `bare node:crypto RSA-3072 signing ${result.peer.toFixed(0)}`,
  ratio: result.ratio,
  target: 'at least 0.85',
  isMet: result.ratio >= 0.85,
})
