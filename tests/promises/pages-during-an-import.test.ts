import { afterAll, beforeAll, expect, test } from 'vitest'
import { previewImport, type RosterReader, uploadRoster } from '#capabilities/people/index.server.ts'
import { longList } from '#capabilities/people/testing/lists.ts'
import { foundFirst } from '../rehearsal/people-on-site.ts'
import { type RunningSite, runSite } from '../rehearsal/running-site.ts'

// Seen to fail: with a reader that reads every list where it is, the list is read before anybody else has an answer.

let running: RunningSite
beforeAll(async () => {
  running = await runSite({ now: '2026-11-20T09:00:00Z' })
}, 240_000)
afterAll(() => running?.end())

test('everybody else is answered while a staff list of fifty thousand is read', async () => {
  const { founder: actor } = await foundFirst(running, 'Alder Bridge')
  const { composition } = running.site
  const happened: string[] = []
  const rosters: RosterReader = {
    read: async (order) => {
      const reading = composition.rosters.read(order)
      void reading.then(() => happened.push('read'))
      const { status } = await fetch(`http://127.0.0.1:${running.port}/healthz`)
      happened.push(`somebody else: ${status}`)
      return reading
    },
  }
  const bytes = new TextEncoder().encode(longList(50_000))
  const on = { ...composition, rosters }
  const uploaded = await uploadRoster(on, { actor, fileName: 'staff.csv', bytes })
  const upload = uploaded.ok ? uploaded.value.upload : ''
  expect(await previewImport(on, { actor, upload })).toMatchObject({ value: { sums: { added: 50_000 } } })
  expect(happened).toEqual(['somebody else: 200', 'read', 'somebody else: 200', 'read'])
})
