import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { decodeBallot } from '#capabilities/checkins/domain/ballot.ts'
import { bitLength, inverse, power, toBytes, toInteger } from '#packages/blind-ticket/integers.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { ballotsOf } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { announcedWave, times } from '../rehearsal/wave.ts'
import { databaseText } from './evidence/database-text.ts'

type Issued = { member: string; blinded_hash: Buffer; blind_signature: Buffer }

let site: Rehearsal
let clinic: Clinic
let sent: Awaited<ReturnType<typeof ballotsOf>>
let issued: Map<string, Issued>
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  clinic = await makeClinic(site.database, { sizes: { Surgery: 9, Maternity: 7 } })
  const wave = await announcedWave({ site, actor: clinic.lead })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  sent = await ballotsOf({ checkins: site.checkins, wave, actors })
  const rows = await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx.withTables<{ 'org.issuance': Issued }>().selectFrom('org.issuance').selectAll().execute(),
  )
  issued = new Map(rows.map((row) => [row.member, row]))
})
afterAll(() => site.end())

/** The blinding factor with which this ballot's ticket would have been asked for in that row; undefined if none fits. */
const factorOf = ({ ballot, held }: (typeof sent)[number], row: Issued): bigint | undefined => {
  const { modulus, exponent, size } = held.key
  const decoded = decodeBallot(ballot)
  if (!decoded.ok) return undefined
  const ticket = toInteger(decoded.value.ticket)
  const unticket = inverse(ticket, modulus)
  if (unticket === undefined) return undefined
  const factor = (toInteger(row.blind_signature) * unticket) % modulus
  const message = power(ticket, exponent, modulus)
  const asked = toBytes((message * power(factor, exponent, modulus)) % modulus, size)
  const fits = createHash('sha256').update(asked).digest().equals(row.blinded_hash)
  return fits ? factor : undefined
}

const sameGroup = (one: (typeof sent)[number], other: (typeof sent)[number]) =>
  Buffer.compare(one.held.key.id, other.held.key.id) === 0

test('what is kept of a ticket does not tell whose browser was shared: everybody has a key of a history beside it', async () => {
  const rows = await site.database.inOrganisation(clinic.organisation.id, (tx) =>
    tx
      .withTables<{ 'org.history_key': { member: string } }>()
      .selectFrom('org.history_key')
      .select('member')
      .execute(),
  )
  expect(new Set(rows.map(({ member }) => member))).toEqual(new Set(issued.keys()))
})

test('every ballot of a group could have come from every colleague in it who was given a ticket', () => {
  expect(issued.size).toBe(16)
  let pairs = 0
  for (const giver of sent)
    for (const holder of sent.filter((one) => sameGroup(one, giver))) {
      const row = issued.get(holder.actor.member.id)
      const factor = row && factorOf(giver, row)
      expect(factor).toBeTypeOf('bigint')
      pairs += 1
    }
  expect(pairs).toBe(9 * 9 + 7 * 7)
})

test('what fits the true colleague looks no different from what fits the others', () => {
  const factors = { own: [] as bigint[], others: [] as bigint[] }
  for (const giver of sent)
    for (const holder of sent.filter((one) => sameGroup(one, giver))) {
      const row = issued.get(holder.actor.member.id)
      const factor = row && factorOf(giver, row)
      if (factor !== undefined) factors[holder === giver ? 'own' : 'others'].push(factor)
    }
  for (const found of [factors.own, factors.others]) {
    expect(new Set(found).size).toBe(found.length)
    // Of numbers drawn up to 3,072 bits one in 2^64 is shorter than this: a factor of 1 or a small one would show.
    for (const factor of found) expect(bitLength(factor)).toBeGreaterThan(3072 - 64)
  }
})

test('nothing that stands in a ballot stands anywhere in the database', async () => {
  const everything = await databaseText(site.fresh)
  const groupKey = Buffer.from(sent[0]?.held.key.id ?? [])
  expect(everything).toContain(groupKey.toString('hex'))
  for (const { ballot, held } of sent) {
    const decoded = decodeBallot(ballot)
    if (!decoded.ok) throw new Error(decoded.refusal)
    const { publicKey, prefix, ticket, sealed, signature } = decoded.value
    const spent = createHash('sha256').update(publicKey).digest()
    for (const secret of [publicKey, prefix, ticket, sealed, signature, spent, held.message])
      for (const form of ['hex', 'base64url', 'base64'] as const)
        expect(everything.includes(Buffer.from(secret).toString(form))).toBe(false)
  }
})
