import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../../domain/actor.ts'
import { bytesOf, importList, longList, smallList } from '../../testing/lists.ts'
import { type PeopleSite, peopleSite, withAdministrator } from '../../testing/people-site.ts'
import { seePeople } from '../staff/see-people.server.ts'
import { confirmImport } from './confirm-import.server.ts'
import { previewImport } from './preview-import.server.ts'
import { uploadRoster } from './upload-roster.server.ts'

let site: PeopleSite
let actor: Actor
beforeAll(async () => {
  site = await peopleSite()
  actor = await withAdministrator(site)
})
afterAll(() => site.close())

const everybody = async (query: Record<string, string> = {}) => {
  const seen = await seePeople(site, { actor, query })
  if (!seen.ok) throw new Error(seen.refusal.code)
  return seen.value
}

describe('importing a staff list', () => {
  test('nothing changes until somebody says yes', async () => {
    const uploaded = await uploadRoster(site, { actor, fileName: 'staff.csv', bytes: bytesOf(smallList) })
    if (!uploaded.ok) throw new Error(uploaded.refusal.code)
    const seen = await previewImport(site, { actor, upload: uploaded.value.upload })
    expect(seen).toMatchObject({ ok: true, value: { sums: { added: 4, changed: 0, same: 0, leftOut: 0 } } })
    expect((await everybody()).total).toBe(1)
  })

  test('people stand in their teams, with their managers', async () => {
    const { imported } = await importList(site, { actor, text: smallList })
    expect(imported).toEqual({ added: 4, changed: 0, same: 0, leftOut: 0, closed: 0 })
    const seen = await everybody()
    expect(seen.below.map(({ name, people }) => [name, people])).toEqual([
      ['Acute care', 3],
      ['Support', 1],
    ])
    expect(seen.people.map(({ name, unitName }) => [name, unitName])).toContainEqual([
      'Hugo Alves',
      'Kitchen',
    ])
    const managed = await site.database.inOrganisation(actor.organisation.id, (tx) =>
      tx
        .withTables<{ 'org.member': { id: string; name: string; manager: string | null } }>()
        .selectFrom('org.member as m')
        .innerJoin('org.member as b', 'b.id', 'm.manager')
        .select(['m.name', 'b.name as manager'])
        .execute(),
    )
    expect(managed).toEqual([{ name: 'Amara Osei', manager: 'Jonas Lindqvist' }])
  })

  test('the same list again changes nothing', async () => {
    const { imported } = await importList(site, { actor, text: smallList })
    expect(imported).toEqual({ added: 0, changed: 0, same: 4, leftOut: 0, closed: 0 })
  })

  test('two people who swap their addresses are still two people', async () => {
    const swapped = smallList
      .replace('Amara Osei,Acute care > Surgery,Nurse,amara@', 'Amara Osei,Acute care > Surgery,Nurse,x@')
      .replace(
        'Jonas Lindqvist,Acute care > Surgery,Surgeon,jonas@',
        'Jonas Lindqvist,Acute care > Surgery,Surgeon,amara@',
      )
      .replace('Nurse,x@', 'Nurse,jonas@')
      .replace(',jonas@alderbridge.example\nJ', ',\nJ')
    const { seen } = await importList(site, { actor, text: swapped })
    expect(seen.sums.leftOut + seen.problems.length).toBeGreaterThan(0)
    await importList(site, { actor, text: smallList })
    expect((await everybody()).total).toBe(5)
  })

  test('a yes to what is no longer so is refused, and shows what would happen now', async () => {
    const uploaded = await uploadRoster(site, {
      actor,
      fileName: 'a.csv',
      bytes: bytesOf(smallList.replace('Cook', 'Chef')),
    })
    if (!uploaded.ok) throw new Error(uploaded.refusal.code)
    const { upload } = uploaded.value
    const seen = await previewImport(site, { actor, upload })
    if (!seen.ok) throw new Error(seen.refusal.code)
    await site.database.inOrganisation(actor.organisation.id, (tx) =>
      tx
        .withTables<{ 'org.member': { name: string; profession: string } }>()
        .updateTable('org.member')
        .set({ profession: 'Head cook' })
        .where('name', '=', 'Hugo Alves')
        .execute(),
    )
    const refused = await confirmImport(site, {
      actor,
      upload,
      fingerprint: seen.value.fingerprint,
      choices: {},
    })
    expect(refused).toMatchObject({ refusal: { code: 'people/staff-list-changed' } })
  })

  test('a list that was imported is gone, and so is one of yesterday', async () => {
    const { upload, fingerprint } = await importList(site, { actor, text: smallList })
    expect(await confirmImport(site, { actor, upload, fingerprint, choices: {} })).toMatchObject({
      refusal: { code: 'people/upload-gone' },
    })
    const uploaded = await uploadRoster(site, { actor, fileName: 'a.csv', bytes: bytesOf(smallList) })
    if (!uploaded.ok) throw new Error(uploaded.refusal.code)
    site.setNow('2026-11-03T09:00:01Z')
    expect(await previewImport(site, { actor, upload: uploaded.value.upload })).toMatchObject({
      refusal: { code: 'people/upload-gone' },
    })
  })

  test('those who are not in the list stay, unless the administrator closes their accounts', async () => {
    const shorter = smallList.split('\n').slice(0, 3).join('\n')
    const kept = await importList(site, { actor, text: shorter })
    expect(kept.imported.closed).toBe(0)
    expect(kept.seen.absent.names.sort()).toEqual(['Hugo Alves', 'Marta Nunes'])
    const closed = await importList(site, { actor, text: shorter, choices: { absent: 'close' } })
    expect(closed.imported.closed).toBe(2)
    expect((await everybody()).people.map(({ name }) => name)).toEqual([
      'Amara Osei',
      'Ines Marchetti',
      'Jonas Lindqvist',
    ])
  })

  test('who comes back on the list is invited anew', async () => {
    await importList(site, { actor, text: smallList })
    const hugo = (await everybody({ q: 'hugo' })).people[0]
    expect(hugo).toMatchObject({ status: 'invited', unitName: 'Kitchen' })
  })

  test('whoever runs the site comes on the list by her own row, and keeps her roles', async () => {
    const withHer = `${smallList}Ines Marchetti,Support,Director,ines@alderbridge.example,\n`
    const { imported } = await importList(site, { actor, text: withHer })
    expect(imported).toMatchObject({ added: 0, changed: 1 })
    expect((await everybody({ q: 'ines' })).people[0]).toMatchObject({
      unitName: 'Support',
      status: 'active',
      roles: ['administrator', 'wellbeing-lead'],
    })
  })

  test('killed while importing, nothing of the list is there', async () => {
    const text = `${smallList}Zoë Núñez,Acute care > Night ward,Nurse,zoe@alderbridge.example,\n`
    const uploaded = await uploadRoster(site, { actor, fileName: 'a.csv', bytes: bytesOf(text) })
    if (!uploaded.ok) throw new Error(uploaded.refusal.code)
    const { upload } = uploaded.value
    const seen = await previewImport(site, { actor, upload })
    if (!seen.ok) throw new Error(seen.refusal.code)
    const broken = {
      ...site,
      clock: {
        // Read once for the plan, then by the audit entry, which is the last thing the transaction writes.
        now: (() => {
          let reads = 0
          return () => {
            reads += 1
            if (reads > 1) throw new Error('killed')
            return site.clock.now()
          }
        })(),
      },
    }
    const given = { actor, upload, fingerprint: seen.value.fingerprint, choices: {} }
    await expect(confirmImport(broken, given)).rejects.toThrow('killed')
    expect((await everybody({ q: 'zoe' })).total).toBe(0)
    expect(await confirmImport(site, given)).toMatchObject({ ok: true })
    expect((await everybody({ q: 'zoe nunez' })).total).toBe(1)
  })

  test('somebody who is no administrator cannot even look', async () => {
    const member: Actor = { ...actor, roles: ['wellbeing-lead', 'facilitator'] }
    const refused = { refusal: { code: 'people/not-found' } }
    expect(
      await uploadRoster(site, { actor: member, fileName: 'a.csv', bytes: bytesOf(smallList) }),
    ).toMatchObject(refused)
    expect(await previewImport(site, { actor: member, upload: crypto.randomUUID() })).toMatchObject(refused)
    expect(await seePeople(site, { actor: member, query: {} })).toMatchObject(refused)
  })
})

test('ten thousand people come in at once, and again without change', async () => {
  const big = await peopleSite()
  try {
    const administrator = await withAdministrator(big)
    const text = longList(10_000)
    const began = performance.now()
    const first = await importList(big, { actor: administrator, text })
    process.stdout.write(
      `10,000 rows uploaded, previewed and imported in ${Math.round(performance.now() - began)} ms\n`,
    )
    expect(first.imported).toMatchObject({ added: 10_000, leftOut: 0 })
    const second = await importList(big, { actor: administrator, text })
    expect(second.imported).toMatchObject({ added: 0, changed: 0, same: 10_000 })
  } finally {
    await big.close()
  }
})

test('a list with very much to look at is looked at in pages, and what was chosen on one is kept on the next', async () => {
  const rows = Array.from({ length: 450 }, (_, at) => `Twin ${at},Theatre,Nurse,`)
  // Every name twice in the same team, so that each pair asks.
  const text = [
    'name,unit,profession,e-mail',
    ...rows,
    ...rows.map((row) => row.replace('Nurse', 'Cook')),
  ].join('\n')
  const uploaded = await uploadRoster(site, { actor, fileName: 'twins.csv', bytes: bytesOf(text) })
  const upload = uploaded.ok ? uploaded.value.upload : ''
  const first = await previewImport(site, { actor, upload })
  if (!first.ok) throw new Error(first.refusal.code)
  expect(first.value.things).toMatchObject({ page: 1, pages: 3 })
  expect(first.value.problems).toHaveLength(200)
  const choice = first.value.problems.flatMap((problem) => problem.choice ?? [])[0]
  const other = choice?.options.find(({ id }) => id !== choice.chosen)?.id ?? ''
  const choices = { [choice?.id ?? '']: other }
  await previewImport(site, { actor, upload, decide: { choices } })
  const last = await previewImport(site, { actor, upload, page: 99, decide: { choices: {} } })
  expect(last.ok && last.value.things.page).toBe(3)
  const again = await previewImport(site, { actor, upload })
  const kept = again.ok ? again.value.problems.flatMap((problem) => problem.choice ?? [])[0] : undefined
  expect(kept?.chosen).toBe(other)
})
