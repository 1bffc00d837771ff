import { randomBytes } from 'node:crypto'
import { appendFile } from 'node:fs/promises'
import { setState } from '#capabilities/checkins/data/waves.server.ts'
import { announceWave, draftWave } from '#capabilities/checkins/index.server.ts'
import { beginKeyFile, keyFileOf, waveFolder } from '#capabilities/checkins/keys/key-file.server.ts'
import { addMembership } from '#capabilities/people/data/accounts.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { generateTicketKey } from '#packages/blind-ticket/server.ts'
import { generateSealingKey } from '#packages/sealed/index.ts'
import { makeClinic } from '#tests/rehearsal/clinic.ts'
import { times, usualForm } from '#tests/rehearsal/wave.ts'
import { cookieOf, openBenchSite } from '../site.ts'

// An organisation of 100,000 people in 5,000 units of 20, straight into the tables, with one open wave of 5,000 groups.
export type LargeSite = { url: string; home: string; cookies: string[]; people: number; groups: number }

const units = 5000
const inEach = 20
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url')

/**
 * Keys for so many groups would take half an hour: here each public key is one real key with other numbers in the middle
 * of its modulus. They have the right shape and size, and nobody could sign for them.
 */
const layThrowAwayKeys = async (of: { dataDir: string; wave: WaveId }) => {
  const sealing = await generateSealingKey()
  const waveKey = { privateKey: base64(sealing.privateKey), publicKey: base64(sealing.publicKey) }
  const file = keyFileOf(of)
  await beginKeyFile({ file, folder: waveFolder(of.dataDir), waveKey })
  const { privateKey, spki } = await generateTicketKey()
  const pkcs8 = base64(privateKey)
  const lines = Array.from({ length: units }, () => {
    const other = Buffer.from(spki)
    randomBytes(256).copy(other, 100)
    return JSON.stringify({ pkcs8, spki: base64(other) })
  })
  await appendFile(file, `${lines.join('\n')}\n`)
}

const running = await openBenchSite(times.before)
const { checkins, database, signIn, settings } = running.site.composition
const sizes = Object.fromEntries(Array.from({ length: units }, (_, at) => [`Ward ${at + 1}`, inEach]))
const clinic = await makeClinic(database, { slug: 'large', sizes })
const as = { checkins, actor: clinic.lead }
const form = { ...usualForm, minimumGroup: 8 }

// The site's own worker would begin real keys for the draft: the throw-away ones are laid first, and it finds enough.
const jobs = { ...checkins.jobs, send: async () => {} }
const drafted = await draftWave({ form }, { ...as, checkins: { ...checkins, jobs } })
if (!drafted.ok) throw new Error(JSON.stringify(drafted.refusal))
const { wave } = drafted.value
await layThrowAwayKeys({ dataDir: settings.dataDir, wave })
const announced = await announceWave({ wave }, as)
if (!announced.ok) throw new Error(JSON.stringify(announced.refusal))
// Opened by its state alone: the message to a hundred thousand people is not what is measured.
await database.inOrganisation(clinic.organisation.id, (tx) =>
  setState(tx, { wave, from: ['announced'], to: 'open' }),
)
running.clock.set(times.during)

const cookies: string[] = []
for (let person = 0; person < 16; person++) {
  const member = clinic.members[person * 6007]
  if (!member) throw new Error('There are fewer people than there should be.')
  const email = `person${person}@example.org`
  const { userId } = await signIn.api.makeAccount({ body: { email, name: member.name } })
  await database.inSite((tx) =>
    addMembership(tx, { userId, organisation: clinic.organisation.id, member: member.id }),
  )
  const { headers } = await signIn.api.enter({ body: { userId }, returnHeaders: true })
  cookies.push(cookieOf(headers))
}
const told: LargeSite = {
  url: running.url,
  home: '/app/large',
  cookies,
  people: units * inEach,
  groups: units,
}
process.send?.(told)
process.once('message', async () => {
  await running.end()
  process.exit()
})
