import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keyOf, readKnown } from '#capabilities/checkins/client/member.client.ts'
import { memoryStore } from '#capabilities/checkins/client/memory-store.client.ts'
import { signed, specimenOrganisation } from '#capabilities/checkins/client/packet-specimen.fixture.ts'
import { keepPackets } from '#capabilities/checkins/client/packets.client.ts'
import { collectTicket, type TicketAnswer } from '#capabilities/checkins/client/ticket.client.ts'
import { toBase64Url } from '#capabilities/checkins/domain/manifest/digest.ts'
import { standingOf } from '#capabilities/checkins/domain/standing.ts'
import { spkiOf } from '#packages/blind-ticket/testing.ts'

const site = await specimenOrganisation()
const now = Date.parse('2026-11-03T10:00:00Z')

/** What a browser does with a check-in that was properly signed and announced, on its visit to the home page. */
const visit = async (given: { spki?: Uint8Array; answer?: (blinded: string) => TicketAnswer }) => {
  const store = memoryStore()
  const packet = await site.announce(given.spki ? { spki: given.spki } : {})
  const asked: string[] = []
  const { organisation, member } = packet
  const kept = await keepPackets(store, { packets: [packet], organisation, member, now })
  for (const one of kept)
    await collectTicket(store, {
      kept: one,
      ask: async ({ tickets }) => {
        const blinded = tickets.map((one) => one.blinded).join()
        asked.push(blinded)
        return given.answer ? given.answer(blinded) : signed(site.sign(blinded))
      },
    })
  const known = await store.change((box) => readKnown(box, keyOf(packet)))
  return { asked, standing: standingOf(known, now).kind, ticket: known.ticket?.state }
}

const rsa = (bits: number, publicExponent = 65537) =>
  new Uint8Array(
    generateKeyPairSync('rsa', { modulusLength: bits, publicExponent }).publicKey.export({
      type: 'spki',
      format: 'der',
    }),
  )
const good = BigInt(
  `0x${Buffer.from(generateKeyPairSync('rsa', { modulusLength: 3072 }).publicKey.export({ format: 'jwk' }).n ?? '', 'base64url').toString('hex')}`,
)
const numbers = (modulus: bigint, exponent = 65537n) => spkiOf({ modulus, exponent })
/** The nearest number above that has this factor. */
const withFactor = (factor: bigint) => {
  const found = good - (good % factor) + factor
  return found % 2n === 0n ? found + factor : found
}
const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
const edwards = generateKeyPairSync('ed25519').publicKey

const badKeys: Record<string, Uint8Array> = {
  'of 2,048 bits': rsa(2048),
  'of 4,096 bits': rsa(4096),
  'of 3,071 bits': numbers((good >> 1n) | 1n),
  'with the exponent 3': rsa(3072, 3),
  'with the exponent 1': numbers(good, 1n),
  'with an even exponent': numbers(good, 65536n),
  'with an even modulus': numbers(good - 1n),
  'with the factor 3': numbers(withFactor(3n)),
  'with the factor 257': numbers(withFactor(257n)),
  'with the factor 8,191': numbers(withFactor(8191n)),
  'on an elliptic curve': new Uint8Array(curve.export({ type: 'spki', format: 'der' })),
  'for Ed25519': new Uint8Array(edwards.export({ type: 'spki', format: 'der' })),
  'that is cut short': site.ticketPair.spki.slice(0, -1),
  'with a byte too many': Uint8Array.from([...site.ticketPair.spki, 0]),
  'of random bytes': new Uint8Array(randomBytes(422)),
  'of nothing': new Uint8Array(),
}

describe('a browser asks for no ticket from a key that could give its holder away', () => {
  test.each(Object.keys(badKeys))('a key %s', async (name) => {
    const spki = badKeys[name]
    const found = await visit(spki ? { spki } : {})
    expect(found.asked).toEqual([])
    expect(found.ticket).not.toBe('held')
    expect(found.standing).not.toBe('ready')
  })
})

test('with the announced key the same browser asks once and holds its ticket', async () => {
  expect(await visit({})).toMatchObject({ asked: [expect.any(String)], ticket: 'held', standing: 'ready' })
})

describe('a signature that is not the announced key’s is never kept as a ticket', () => {
  const bytes = (blinded: string) => Buffer.from(site.sign(blinded), 'base64url')
  const answers: Record<string, (blinded: string) => string> = {
    'random bytes': () => toBase64Url(randomBytes(384)),
    'all zero': () => toBase64Url(new Uint8Array(384)),
    'the question itself': (blinded) => blinded,
    'a byte short': (blinded) => toBase64Url(bytes(blinded).subarray(1)),
    'a byte altered': (blinded) => {
      const altered = bytes(blinded)
      altered[200] = (altered[200] ?? 0) ^ 1
      return toBase64Url(altered)
    },
    'no bytes': () => '',
    'not base64url': () => '<script>',
  }
  test.each(Object.keys(answers))('%s', async (name) => {
    const found = await visit({ answer: (blinded) => signed(answers[name]?.(blinded) ?? '') })
    expect(found.asked).toHaveLength(1)
    expect(found.ticket).not.toBe('held')
    expect(found.standing).not.toBe('ready')
  })
})
