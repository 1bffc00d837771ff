import { expect, test } from 'vitest'
import { blind, ticketMessage } from './blind.ts'
import { deriveTicketSecrets } from './secrets.ts'
import fixture from './secrets-v1.fixture.json' with { type: 'json' }
import { hex, mustRead } from './testing.ts'

const { wave, table } = fixture
const key = await mustRead(hex(fixture.spki))

test('a seed gives the secrets that the first release derived from it, for ever', async () => {
  const secrets = await deriveTicketSecrets({ seed: hex(fixture.seed), wave, table, key })
  expect(secrets.prefix).toEqual(hex(fixture.prefix))
  expect(secrets.salt).toEqual(hex(fixture.salt))
  expect(secrets.factor.toString(16)).toBe(fixture.factor)
  expect(secrets.publicKey).toEqual(hex(fixture.publicKey))
  const made = await blind({ key, message: await ticketMessage(secrets), ...secrets })
  expect(made.ok && made.value.blinded).toEqual(hex(fixture.blinded))
})

test.each([0, 16, 31, 33])('a seed of %i bytes is a bug', async (size) => {
  await expect(deriveTicketSecrets({ seed: new Uint8Array(size), wave, table, key })).rejects.toThrow(
    RangeError,
  )
})

test('a factor that cannot be undone is passed over for the next one', async () => {
  // With a modulus of small primes, about half of all first draws share a factor with it.
  const modulus = 3n * 5n * 7n * 11n * 13n
  const small = { ...key, modulus, size: 2 }
  for (let byte = 0; byte < 24; byte++) {
    const seed = new Uint8Array(32).fill(byte)
    const { factor } = await deriveTicketSecrets({ seed, wave, table, key: small })
    expect([3n, 5n, 7n, 11n, 13n].every((prime) => factor % prime !== 0n)).toBe(true)
  }
})
