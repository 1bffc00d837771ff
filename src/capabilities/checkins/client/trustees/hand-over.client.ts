const patience = 30_000

/** What the site said to something that was handed over; `offline` where nothing could be understood. */
export type Said<T> = { readonly said: T } | { readonly code: string } | 'offline'

/** Hands something to the site, without a session: no cookie, no referrer. */
export const handOver = async <T>(given: { to: string; body: unknown }): Promise<Said<T>> => {
  try {
    const response = await fetch(given.to, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(given.body),
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    })
    const said: unknown = await response.json()
    if (typeof said !== 'object' || said === null) return 'offline'
    if (response.ok) return { said: said as T }
    return 'code' in said && typeof said.code === 'string' ? { code: said.code } : 'offline'
  } catch {
    return 'offline'
  }
}
