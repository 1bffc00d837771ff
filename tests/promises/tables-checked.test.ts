import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { mostTries, triesFileOf } from '#capabilities/checkins/closing/check-tries.server.ts'
import { collectBallot } from '#capabilities/checkins/collector/collect-ballot.server.ts'
import { readRelease, readWave } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { type Clinic, makeClinic } from '../rehearsal/clinic.ts'
import { fetchTickets, fillBallots, someAnswers } from '../rehearsal/member.ts'
import { type Rehearsal, rehearse } from '../rehearsal/site.ts'
import { openWave, times } from '../rehearsal/wave.ts'

let site: Rehearsal
let clinic: Clinic
let wave: WaveId
beforeAll(async () => {
  site = await rehearse({ now: times.before })
  // Enough people in few enough groups: a check that is begun shows them by profession.
  clinic = await makeClinic(site.database, { sizes: { Surgery: 60 } })
  await site.database.inOrganisation(clinic.organisation.id, async (tx) => {
    for (const [at, { id }] of clinic.members.entries())
      await sql`update org.member set profession = ${at % 2 ? 'Nurse' : 'Doctor'} where id = ${id}::uuid`.execute(
        tx,
      )
  })
  wave = await openWave({ site, actor: clinic.lead, form: { furtherTables: ['profession'] } })
  for (const [number, { id }] of clinic.members.entries()) {
    const held = await fetchTickets({ checkins: site.checkins, actor: clinic.actorOf(id), wave })
    const [first] = held
    if (!first) throw new Error('She has no ticket.')
    for (const bytes of await fillBallots(held, someAnswers(first, number * 7 + 3)))
      expect(await collectBallot(bytes, { registry: site.checkins.registry, clock: site.clock })).toBe(
        'received',
      )
  }
}, 240_000)
afterAll(() => site.end())

const pass = async () => {
  await site.checkins.jobs.send('advance-waves', {})
  await site.work()
}
const on = () => ({ checkins: site.checkins, actor: clinic.lead })
const place = () => ({ dataDir: site.dataDir, wave })

test('a closing that was killed at its check is tried again, and after two kills ends with its further tables refused by name', async () => {
  // Killed once the check has begun: nothing more is written.
  const real = site.database.inOrganisation
  const killed = vi
    .spyOn(site.checkins.database, 'inOrganisation')
    .mockImplementation((organisation, work) =>
      existsSync(triesFileOf(place())) ? Promise.reject(new Error('killed')) : real(organisation, work),
    )
  site.clock.set(times.after)
  await expect(pass()).rejects.toThrow()
  killed.mockRestore()
  expect(readFileSync(triesFileOf(place()), 'utf8')).toBe('1')
  // Meanwhile its page says what it waits for, and nothing is shown.
  const page = await readWave({ wave }, on())
  expect(page.ok && [page.value.wave.state, page.value.isChecked]).toEqual(['closing', true])
  expect(await readRelease({ wave }, on())).toMatchObject({ ok: false })
  writeFileSync(triesFileOf(place()), String(mostTries))
  await site.restart()
  await pass()
  const release = await readRelease({ wave }, on())
  if (!release.ok) throw new Error(release.refusal.code)
  expect(release.value.items[0]?.cells[0]).toMatchObject({ shown: true, n: 60 })
  expect(release.value.tables).toMatchObject([{ attribute: 'profession', items: [] }])
  expect(existsSync(triesFileOf(place()))).toBe(false)
  const after = await readWave({ wave }, on())
  expect(after.ok && after.value.isChecked).toBe(false)
})
