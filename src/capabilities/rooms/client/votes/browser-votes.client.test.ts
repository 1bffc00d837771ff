import { afterEach, expect, test, vi } from 'vitest'
import { nothingHeard } from '../../domain/stream/hear.ts'
import { votesOf } from './browser-votes.client.ts'
import { browserWorld } from './browser-world.client.ts'

afterEach(() => vi.unstubAllGlobals())

const aNetwork = (answer: () => Response) => {
  const sent: { address: string; init: RequestInit }[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit) => {
    sent.push({ address, init })
    return answer()
  })
  return sent
}

test('a vote leaves without any cookie and without the address of its page', async () => {
  const sent = aNetwork(() => Response.json({ ok: true }))
  expect(await browserWorld().sendVote({ code: 'ROOMAB', body: '{}' })).toMatchObject({})
  expect(sent).toMatchObject([
    { address: '/r/ROOMAB/vote', init: { credentials: 'omit', referrerPolicy: 'no-referrer' } },
  ])
})

test('a ticket is asked for with the cookie of the seat', async () => {
  const sent = aNetwork(() => Response.json({ ok: true, signature: 'abc' }))
  const said = await browserWorld().askTicket({ code: 'ROOMAB', poll: 'tired', blinded: 'xyz' })
  expect(said).toEqual({ signature: 'abc' })
  expect(sent[0]?.init.credentials).toBeUndefined()
})

test('a server in trouble is asked again, a refusal is heard, and what cannot be read is no answer', async () => {
  const world = browserWorld()
  const ask = () => world.sendVote({ code: 'ROOMAB', body: '{}' })
  aNetwork(() => Response.json({ ok: false, refusal: { code: 'rooms/out-of-reach' } }, { status: 503 }))
  expect(await ask()).toBeUndefined()
  aNetwork(() => Response.json({ ok: false, refusal: { code: 'rooms/poll-closed' } }, { status: 409 }))
  expect(await ask()).toEqual({ code: 'rooms/poll-closed' })
  aNetwork(() => new Response('<html>', { status: 200 }))
  expect(await ask()).toBeUndefined()
})

test('a connection has one set of votes, however many parts of a page ask for them', () => {
  const connection = {
    heard: () => nothingHeard,
    press: async () => ({ ok: true as const }),
    watch: () => () => {},
  }
  expect(votesOf(connection, { code: 'ROOMAB' })).toBe(votesOf(connection, { code: 'ROOMAB' }))
})
