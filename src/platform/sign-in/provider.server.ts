import * as openid from 'openid-client'
import { accept, type Result, refuse } from '#kernel/result.ts'

/** An identity provider as the operator entered it. */
export type ProviderAccess = { issuer: string; clientId: string; clientSecret: string }

/** Why a provider could not be used. */
export type ProviderTrouble =
  | 'not-https'
  | 'unreachable'
  | 'not-a-provider'
  | 'other-issuer'
  | 'secret-refused'
  | 'answer-not-valid'

/** What has to come back with the answer: kept by the browser, sealed, for one attempt. */
export type Attempt = { state: string; nonce: string; verifier: string }

/** Somebody as a provider names her. `email` only where the provider says that it has verified it. */
export type Vouched = { issuer: string; subject: string; email: string | undefined }

const secondsToWait = 10

const isLocal = (url: URL) => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)

/**
 * Whether an issuer's address may be fetched. Without https only on this machine, and only for a site that is itself
 * tried out there.
 */
export const isIssuerAllowed = (issuer: string, publicUrl: string): boolean => {
  const url = URL.parse(issuer)
  if (!url || url.username || url.password || url.search || url.hash) return false
  if (url.protocol === 'https:') return true
  return url.protocol === 'http:' && isLocal(url) && isLocal(new URL(publicUrl))
}

/** Providers that say what they take get that; the standard's own way is the first (OpenID Connect Core, 9). */
const authentication =
  (secret: string): openid.ClientAuth =>
  (server, ...rest) => {
    const taken = server.token_endpoint_auth_methods_supported
    const isBasic = taken === undefined || taken.includes('client_secret_basic')
    return (isBasic ? openid.ClientSecretBasic(secret) : openid.ClientSecretPost(secret))(server, ...rest)
  }

type Given = { access: ProviderAccess; publicUrl: string }

/** Reads what the provider says of itself. Redirects are not followed, and nothing of the answer is shown to anybody. */
const discover = async (given: Given): Promise<Result<openid.Configuration, { code: ProviderTrouble }>> => {
  const { issuer, clientId, clientSecret } = given.access
  if (!isIssuerAllowed(issuer, given.publicUrl)) return refuse({ code: 'not-https' })
  const url = new URL(issuer)
  try {
    const found = await openid.discovery(url, clientId, undefined, authentication(clientSecret), {
      timeout: secondsToWait,
      // The second: signatures of tokens are checked too, not only the connection that brought them.
      execute: [
        ...(url.protocol === 'http:' ? [openid.allowInsecureRequests] : []),
        openid.enableNonRepudiationChecks,
      ],
    })
    const { issuer: named, authorization_endpoint, token_endpoint } = found.serverMetadata()
    // An address that stands for many issuers would let each of them vouch for everybody.
    if (URL.parse(named)?.href !== url.href) return refuse({ code: 'other-issuer' })
    if (!authorization_endpoint || !token_endpoint) return refuse({ code: 'not-a-provider' })
    return accept(found)
  } catch (error) {
    return refuse({ code: troubleOf(error) })
  }
}

const troubleOf = (error: unknown): ProviderTrouble => {
  const { code, cause } = error as { code?: unknown; cause?: { cause?: unknown } }
  if (code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return 'other-issuer'
  if (code === 'OAUTH_TIMEOUT' || error instanceof TypeError || cause instanceof TypeError)
    return typeof code === 'string' && code !== 'OAUTH_TIMEOUT' ? 'not-a-provider' : 'unreachable'
  return 'not-a-provider'
}

/** Asks the provider who it is, and with a code that nobody was given, whether it knows this site's secret. */
export const tryProvider = async (
  given: Given & { redirectUri: string },
): Promise<Result<undefined, { code: ProviderTrouble }>> => {
  const found = await discover(given)
  if (!found.ok) return found
  const state = openid.randomState()
  const url = new URL(given.redirectUri)
  url.search = new URLSearchParams({
    code: 'a-code-that-nobody-was-given',
    state,
    iss: found.value.serverMetadata().issuer,
  }).toString()
  try {
    const checks = { expectedState: state, pkceCodeVerifier: openid.randomPKCECodeVerifier() }
    await openid.authorizationCodeGrant(found.value, url, checks)
  } catch (error) {
    const said = (error as { error?: unknown; status?: unknown }) ?? {}
    if (said.error === 'invalid_client' || said.error === 'unauthorized_client' || said.status === 401)
      return refuse({ code: 'secret-refused' })
    if (said.error === undefined) return refuse({ code: 'not-a-provider' })
  }
  return accept(undefined)
}

/** Where to send somebody, and what must come back (authorization code with PKCE, state and nonce). */
export const beginAtProvider = async (
  given: Given & { redirectUri: string },
): Promise<Result<{ url: string; attempt: Attempt }, { code: ProviderTrouble }>> => {
  const found = await discover(given)
  if (!found.ok) return found
  const attempt = {
    state: openid.randomState(),
    nonce: openid.randomNonce(),
    verifier: openid.randomPKCECodeVerifier(),
  }
  const url = openid.buildAuthorizationUrl(found.value, {
    redirect_uri: given.redirectUri,
    scope: 'openid email',
    state: attempt.state,
    nonce: attempt.nonce,
    code_challenge: await openid.calculatePKCECodeChallenge(attempt.verifier),
    code_challenge_method: 'S256',
  })
  return accept({ url: url.href, attempt })
}

/**
 * Takes the provider's answer, once. State, nonce, PKCE, issuer, audience, time and signature have to be right; else
 * it is one refusal, whichever it was.
 */
export const finishAtProvider = async (
  given: Given & { redirectUri: string; answer: URLSearchParams; attempt: Attempt },
): Promise<Result<Vouched, { code: ProviderTrouble }>> => {
  const found = await discover(given)
  if (!found.ok) return found
  const url = new URL(given.redirectUri)
  url.search = given.answer.toString()
  try {
    const tokens = await openid.authorizationCodeGrant(found.value, url, {
      expectedState: given.attempt.state,
      expectedNonce: given.attempt.nonce,
      pkceCodeVerifier: given.attempt.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    if (!claims) return refuse({ code: 'answer-not-valid' })
    const said =
      claims.email === undefined && found.value.serverMetadata().userinfo_endpoint
        ? await openid.fetchUserInfo(found.value, tokens.access_token, claims.sub)
        : claims
    const email = said.email_verified === true && typeof said.email === 'string' ? said.email : undefined
    return accept({ issuer: claims.iss, subject: claims.sub, email })
  } catch {
    return refuse({ code: 'answer-not-valid' })
  }
}
