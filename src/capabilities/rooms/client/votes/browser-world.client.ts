import type { Said, VotesWorld } from './votes.client.ts'

const PATIENCE = 15_000

const post = async (address: string, init: RequestInit): Promise<Said> => {
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE),
      ...init,
    })
    const said = (await response.json()) as { signature?: unknown; refusal?: { code?: unknown } } | null
    if (!said || response.status >= 500) return undefined
    if (response.ok) return { signature: said.signature }
    return said.refusal ? { code: said.refusal.code } : undefined
  } catch {
    return undefined
  }
}

const shelfOf = () => {
  try {
    return localStorage
  } catch {
    return undefined
  }
}

/** What votes need of a browser. */
export const browserWorld = (): VotesWorld => ({
  shelf: shelfOf(),
  askTicket: ({ code, poll, blinded }) =>
    post(`/r/${encodeURIComponent(code)}/ticket`, { body: JSON.stringify({ poll, blinded }) }),
  // The seat's cookie stays at home, and so does the address of this page.
  sendVote: ({ code, body }) =>
    post(`/r/${encodeURIComponent(code)}/vote`, { body, credentials: 'omit', referrerPolicy: 'no-referrer' }),
  random: Math.random,
  wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  alone: (name, work) => (navigator.locks ? navigator.locks.request(name, work) : work()),
})
