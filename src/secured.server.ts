import type { Composition } from './composition.server.ts'

/**
 * What every answer of the pages says to browsers, whoever made it. `isPersonal`: made for one person, who sends forms
 * from it.
 */
export const secured = (given: { response: Response; site: Composition; isPersonal: boolean }): Response => {
  const { response, site, isPersonal } = given
  // A response of another maker may have headers that cannot be changed.
  const answer = new Response(response.body, response)
  const { headers } = answer
  // With no-referrer a browser sends forms with the origin “null”, which the check against foreign forms refuses.
  headers.set('referrer-policy', isPersonal ? 'same-origin' : 'no-referrer')
  headers.set('x-content-type-options', 'nosniff')
  headers.set('cross-origin-opener-policy', 'same-origin')
  headers.set(
    'permissions-policy',
    'camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
  )
  if (isPersonal) headers.set('cache-control', 'no-store')
  const policy = headers.get('content-security-policy')
  if (policy && site.settings.anonymousUrl) {
    headers.set(
      'content-security-policy',
      policy.replace("connect-src 'self'", `connect-src 'self' ${site.settings.anonymousUrl}`),
    )
  }
  return answer
}
