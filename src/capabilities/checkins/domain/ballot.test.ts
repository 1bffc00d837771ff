import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  blind,
  deriveTicketSecrets,
  finalise,
  readTicketKey,
  ticketMessage,
} from '#packages/blind-ticket/index.ts'
import * as server from '#packages/blind-ticket/server.ts'
import { generateSealingKey, loadOpeningKey, pad } from '#packages/sealed/index.ts'
import fixture from './ballot/ballot-v1.fixture.json' with { type: 'json' }
import {
  ANSWERS_SIZE,
  BALLOT_SIZE,
  BALLOT_TABLE,
  type BallotAnswers,
  buildBallot,
  decodeAnswers,
  decodeBallot,
  encodeAnswers,
  encodeBallot,
  nullifierOf,
  openBallot,
  signedPart,
} from './ballot.ts'
import { verifyBallot } from './verify-ballot.server.ts'

const must = <T>(result: { ok: true; value: T } | { ok: false; refusal: string }): T => {
  if (!result.ok) throw new Error(result.refusal)
  return result.value
}

const [pair, other, waveKeys, otherWave] = await Promise.all([
  server.generateTicketKey(),
  server.generateTicketKey(),
  generateSealingKey(),
  generateSealingKey(),
])
const key = must(await readTicketKey(pair.spki))
const ticketKey = server.loadTicketKey(pair.spki)
const waveKey = must(await loadOpeningKey(waveKeys))

const fetchTicket = async () => {
  const place = { wave: 'a wave', table: BALLOT_TABLE }
  const secrets = await deriveTicketSecrets({ seed: randomBytes(32), ...place, key })
  const message = await ticketMessage(secrets)
  const { blinded, inverse } = must(await blind({ key, message, ...secrets }))
  const blindSignature = must(server.blindSign({ key: server.loadSigningKey(pair.privateKey), blinded }))
  return { secrets, ticket: must(await finalise({ key, message, blindSignature, inverse })) }
}

const held = await fetchTicket()
const answer = async (answers: BallotAnswers, by = held): Promise<Uint8Array> =>
  must(await buildBallot({ answers, waveKey: waveKeys.publicKey, key, ...by }))

const answers = { 'tap.energy': 3, 'tap.rest': 0 }
const bytes = await answer(answers)
const ballot = must(decodeBallot(bytes))

test('a ballot that was built counts, opens to what was answered, and names only its ticket', async () => {
  expect(verifyBallot({ ballot, ticketKey })).toEqual({
    ok: true,
    value: { nullifier: await nullifierOf(held.secrets.publicKey) },
  })
  expect(await openBallot({ ballot, key: waveKey })).toEqual({ ok: true, value: answers })
  expect(ballot.keyId).toEqual(key.id)
})

test('taking a ballot apart and putting it together gives the same bytes', () => {
  expect(encodeBallot(ballot)).toEqual(bytes)
  expect(bytes.length).toBe(1684)
  expect(signedPart(bytes).length).toBe(1684 - 64)
})

test('every ballot has the same size, whatever was answered or skipped', async () => {
  const item = fc.string({ minLength: 1, maxLength: 12 })
  const given = fc.dictionary(item, fc.oneof(fc.integer({ min: 0, max: 10 }), fc.string({ maxLength: 12 })), {
    maxKeys: 8,
    noNullPrototype: true,
  })
  await fc.assert(
    fc.asyncProperty(given, async (random) => {
      const made = await answer(random)
      expect(made.length).toBe(BALLOT_SIZE)
      const opened = await openBallot({ ballot: must(decodeBallot(made)), key: waveKey })
      expect(opened).toEqual({ ok: true, value: random })
    }),
    { numRuns: 30, examples: [[{}]] },
  )
})

test('a ballot with any byte altered is refused', () => {
  for (let at = 0; at < bytes.length; at++) {
    for (const change of [1, 0xff]) {
      const altered = bytes.slice()
      altered[at] = (altered[at] ?? 0) ^ change
      const read = decodeBallot(altered)
      expect(read.ok && verifyBallot({ ballot: read.value, ticketKey }).ok).toBe(false)
    }
  }
})

test('a ballot with a byte more or less, or of a version to come, is refused', () => {
  expect(decodeBallot(bytes.subarray(1))).toEqual({ ok: false, refusal: 'wrong-size' })
  expect(decodeBallot(new Uint8Array(BALLOT_SIZE + 1))).toEqual({ ok: false, refusal: 'wrong-size' })
  expect(decodeBallot(new Uint8Array())).toEqual({ ok: false, refusal: 'wrong-size' })
  const later = Uint8Array.from(bytes, (byte, at) => (at === 0 ? 3 : byte))
  expect(decodeBallot(later)).toEqual({ ok: false, refusal: 'unknown-version' })
})

test('a ballot counts only for the group that gave the ticket', () => {
  const foreign = server.loadTicketKey(other.spki)
  expect(verifyBallot({ ballot, ticketKey: foreign })).toEqual({ ok: false, refusal: 'bad-ticket' })
})

test('whoever carries a ballot cannot put in other answers, nor take the ticket for answers of their own', async () => {
  const mine = must(decodeBallot(await answer({ 'tap.energy': 0 }, await fetchTicket())))
  const badSignature = { ok: false, refusal: 'bad-signature' }
  expect(verifyBallot({ ballot: { ...ballot, sealed: mine.sealed }, ticketKey })).toEqual(badSignature)
  expect(verifyBallot({ ballot: { ...ballot, signature: mine.signature }, ticketKey })).toEqual(badSignature)
  const stolen = { ...mine, ticket: ballot.ticket, prefix: ballot.prefix }
  expect(verifyBallot({ ballot: stolen, ticketKey })).toEqual({ ok: false, refusal: 'bad-ticket' })
})

test('there is no second form of the same ballot: the other half of the signature pair is refused', () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
  const s = BigInt(`0x${Buffer.from(ballot.signature.subarray(32)).toString('hex')}`)
  const mirrored = Buffer.from((order - s).toString(16).padStart(64, '0'), 'hex')
  const signature = new Uint8Array([...ballot.signature.subarray(0, 32), ...mirrored])
  const second = { ...ballot, signature }
  expect(verifyBallot({ ballot: second, ticketKey })).toEqual({ ok: false, refusal: 'bad-signature' })
})

test('answers open only with the key of their wave, and only in their own ballot', async () => {
  const stranger = must(await loadOpeningKey(otherWave))
  const cannotOpen = { ok: false, refusal: 'cannot-open' }
  expect(await openBallot({ ballot, key: stranger })).toEqual(cannotOpen)
  const mine = must(decodeBallot(await answer(answers, await fetchTicket())))
  expect(await openBallot({ ballot: { ...mine, sealed: ballot.sealed }, key: waveKey })).toEqual(cannotOpen)
  expect(await openBallot({ ballot: { ...ballot, keyId: new Uint8Array(32) }, key: waveKey })).toEqual(
    cannotOpen,
  )
})

test('answers that do not fit the size of a ballot are refused before anything is sent', async () => {
  const long = { note: 'a'.repeat(ANSWERS_SIZE) }
  expect(encodeAnswers(long)).toEqual({ ok: false, refusal: 'too-many-answers' })
  const built = await buildBallot({ answers: long, waveKey: waveKeys.publicKey, key, ...held })
  expect(built).toEqual({ ok: false, refusal: 'too-many-answers' })
})

test.each([
  ['nothing', ''],
  ['no JSON', 'hello'],
  ['a list', '[]'],
  ['another format', '{"format":2,"answers":{}}'],
  ['no answers', '{"format":1}'],
  ['something besides the answers', '{"format":1,"answers":{},"language":"en"}'],
  ['answers as a list', '{"format":1,"answers":[1]}'],
  ['an answer that is a list', '{"format":1,"answers":{"a":[1]}}'],
  ['an answer that is null', '{"format":1,"answers":{"a":null}}'],
  ['an endless number', '{"format":1,"answers":{"a":1e999}}'],
])('a sealed text that holds %s is not taken for answers', (_, json) => {
  const padded = must(pad({ bytes: new TextEncoder().encode(json), size: ANSWERS_SIZE }))
  expect(decodeAnswers(padded)).toEqual({ ok: false, refusal: 'not-answers' })
})

test('bytes that are not UTF-8, or not padded as a ballot is, are not taken for answers', () => {
  const notText = must(pad({ bytes: Uint8Array.of(0xff, 0xfe), size: ANSWERS_SIZE }))
  expect(decodeAnswers(notText).ok).toBe(false)
  expect(decodeAnswers(new Uint8Array(ANSWERS_SIZE).fill(7)).ok).toBe(false)
})

test('a ballot that the first release built counts and opens for ever', async () => {
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
  const first = must(decodeBallot(hex(fixture.ballot)))
  const spki = hex(fixture.spki)
  expect(verifyBallot({ ballot: first, ticketKey: server.loadTicketKey(spki) }).ok).toBe(true)
  const wave = { privateKey: hex(fixture.wavePrivateKey), publicKey: hex(fixture.wavePublicKey) }
  const opened = await openBallot({ ballot: first, key: must(await loadOpeningKey(wave)) })
  expect(opened).toEqual({ ok: true, value: fixture.answers })
})
