import { expect, test } from 'vitest'
import { handle } from './hooks.server.ts'

test('a session that a page begins is not ended by the cookies of the one before', async () => {
  const headers = new Headers()
  headers.append('set-cookie', 'kith.session_token=; Max-Age=0; Path=/app')
  headers.append('set-cookie', 'kith.session_data=; Max-Age=0; Path=/app')
  const kith = { signIn: { api: { getSession: async () => ({ headers, response: null }) } }, settings: {} }
  const event = {
    platform: { req: { kith } },
    url: new URL('https://kith.example.org/app/join/a'),
    request: new Request('https://kith.example.org/app/join/a'),
    params: {},
    locals: {},
    cookies: { get: () => undefined },
  }
  const resolve = async () =>
    new Response(null, { headers: { 'set-cookie': 'kith.session_token=new; Path=/app' } })
  const answer = await handle({ event, resolve } as unknown as Parameters<typeof handle>[0])
  expect(answer.headers.getSetCookie()).toEqual([
    'kith.session_token=new; Path=/app',
    'kith.session_data=; Max-Age=0; Path=/app',
  ])
})
