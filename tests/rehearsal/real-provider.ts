import { generateKeyPairSync, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { Provider } from 'oidc-provider'

type Person = { email?: string; email_verified?: boolean }
type Claims = Record<string, unknown>

export type RealProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who has an identity there, by subject; tests add to it. */
  people: Map<string, Person>
  /** Set to rewrite what a token says, signed with the provider's own key. */
  rewrite: ((claims: Claims) => Claims) | undefined
  /** Set to hand out tokens signed with a key that is not the provider's. */
  signsWithOtherKey: boolean
  /** A browser at the provider: signs in there as `subject` and is sent back. @returns the address it is sent to. */
  signInThere(url: string, subject: string): Promise<URL>
  stop(): Promise<void>
}

const hour = 3_600
const pairOf = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** A certified OpenID Connect provider on this machine, with one client and nobody to click its pages. */
export const startProvider = async (options: { redirectUri: () => string }): Promise<RealProvider> => {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const issuer = `http://localhost:${typeof address === 'object' && address ? address.port : 0}`
  const own = pairOf()
  const other = pairOf()
  const people = new Map<string, Person>()
  const clientId = 'kith'
  const clientSecret = 'a-secret-that-the-provider-knows'
  const provider = new Provider(issuer, {
    clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [options.redirectUri()] }],
    jwks: { keys: [{ ...own.privateKey.export({ format: 'jwk' }), kid: 'own', alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key for cookies of the provider'] },
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    ttl: { Interaction: hour, Grant: hour, Session: hour, AccessToken: hour, IdToken: hour },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, { uid }) => `/interaction/${uid}` },
    findAccount: (_, subject) =>
      people.has(subject)
        ? { accountId: subject, claims: async () => ({ sub: subject, ...people.get(subject) }) }
        : undefined,
    // Nobody is asked whether this site may know her e-mail.
    loadExistingGrant: async ({ oidc }) => {
      const grant = new oidc.provider.Grant({ clientId, accountId: oidc.session?.accountId ?? '' })
      grant.addOIDCScope('openid email')
      await grant.save()
      return grant
    },
  })
  const running: RealProvider = {
    issuer,
    clientId,
    clientSecret,
    people,
    rewrite: undefined,
    signsWithOtherKey: false,
    signInThere: async (start, subject) => {
      const jar = new Map<string, string>()
      let url = new URL(start)
      while (url.origin === issuer) {
        const headers = { cookie: [...jar].map((pair) => pair.join('=')).join('; '), 'x-subject': subject }
        const answer = await fetch(url, { redirect: 'manual', headers })
        for (const line of answer.headers.getSetCookie()) {
          const [pair = ''] = line.split(';')
          jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
        }
        const next = answer.headers.get('location')
        if (next === null) throw new Error(`The provider stopped: ${answer.status} ${await answer.text()}`)
        url = new URL(next, url)
      }
      return url
    },
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
  provider.use(async (context, next) => {
    await next()
    const body = context.body as { id_token?: string } | undefined
    const [head = '', said = ''] = body?.id_token?.split('.') ?? []
    if (!body?.id_token || (!running.rewrite && !running.signsWithOtherKey)) return
    const claims = JSON.parse(Buffer.from(said, 'base64url').toString()) as Claims
    const text = `${head}.${part(running.rewrite?.(claims) ?? claims)}`
    const { privateKey } = running.signsWithOtherKey ? other : own
    const signature = sign('sha256', Buffer.from(text), privateKey).toString('base64url')
    context.body = { ...body, id_token: `${text}.${signature}` }
  })
  const answer = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return void answer(request, response)
    const accountId = String(request.headers['x-subject'])
    void provider.interactionFinished(request, response, { login: { accountId } })
  })
  return running
}
