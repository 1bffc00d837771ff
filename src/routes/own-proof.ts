/** Where somebody has to show something of her own, whatever she asks for. */
const closed = [
  /^\/app\/operator(\/|$)/,
  /^\/app\/commons(\/|$)/,
  /^\/app\/data(\/|$)/,
  /^\/app\/\[organisation\]\/data(\/|$)/,
  /^\/app\/\[organisation\]\/myself(\/|$)/,
]
/** Where she may look, and change nothing: her passkeys. */
const readOnly = [/^\/app\/\[organisation\]\/account$/]

/**
 * Whether a session on a provider's word alone has to be confirmed first: to run the site, to take away or delete what
 * is held about her, to change her passkeys, and where keys are handed out. Tickets are refused where they are made.
 */
export const needsOwnProof = (asked: {
  route: { id: string | null }
  request: { method: string }
}): boolean => {
  const id = asked.route.id ?? ''
  const isRead = asked.request.method === 'GET' || asked.request.method === 'HEAD'
  return closed.some((place) => place.test(id)) || (!isRead && readOnly.some((place) => place.test(id)))
}
