import { passkey } from '@better-auth/passkey'
import { betterAuth } from 'better-auth'
import { APIError, createAuthEndpoint, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { setSessionCookie } from 'better-auth/cookies'
import { emailOTP } from 'better-auth/plugins'
import type pg from 'pg'
import * as v from 'valibot'
import type { Attempts } from './attempts.server.ts'

/** The header in which the entry hands on the caller's address; it reaches no log and no table. */
export const addressHeader = 'x-kith-address'

/** The header in which our own form says in which language the letter should be. */
export const languageHeader = 'x-kith-language'

/**
 * Sign-in by passkey or e-mailed code, never a password. Accounts are made only by accepting an invitation.
 * Every cookie stays on `/app`, so that anonymous paths never receive one.
 */
export const createSignIn = (options: {
  pool: pg.Pool
  secret: string
  publicUrl: string
  attempts: Attempts
  sendCode: (message: { to: string; code: string; language: string | undefined }) => Promise<void>
}) =>
  betterAuth({
    appName: 'Kith',
    baseURL: options.publicUrl,
    basePath: '/app/auth',
    secret: options.secret,
    database: options.pool,
    telemetry: { enabled: false },
    logger: { disabled: true },
    emailAndPassword: { enabled: false },
    trustedOrigins: [options.publicUrl],
    session: {
      expiresIn: 60 * 60 * 24 * 30,
      updateAge: 60 * 60 * 24,
      // Without a default here: the library would write it over what `enter` says. The column has one.
      additionalFields: { byProvider: { type: 'boolean', required: false, input: false } },
    },
    hooks: { before: ownProofForPasskeys },
    rateLimit: { enabled: true, window: 60, max: 60, customStorage: options.attempts },
    advanced: {
      cookiePrefix: 'kith',
      useSecureCookies: options.publicUrl.startsWith('https:'),
      defaultCookieAttributes: { path: '/app', sameSite: 'lax', httpOnly: true },
      ipAddress: { ipAddressHeaders: [addressHeader] },
      database: { generateId: 'uuid' },
    },
    databaseHooks: {
      session: {
        create: { before: async (session) => ({ data: { ...session, ipAddress: null, userAgent: null } }) },
      },
    },
    plugins: [
      emailOTP({
        otpLength: 6,
        expiresIn: 600,
        allowedAttempts: 5,
        storeOTP: 'hashed',
        disableSignUp: true,
        sendVerificationOTP: async ({ email, otp, type }, context) => {
          const language = context?.headers?.get(languageHeader) ?? undefined
          if (type === 'sign-in') await options.sendCode({ to: email, code: otp, language })
        },
      }),
      passkey({ rpName: 'Kith', rpID: new URL(options.publicUrl).hostname, origin: options.publicUrl }),
      entrance(),
    ],
  })

export type SignIn = ReturnType<typeof createSignIn>

/**
 * A passkey may be added only in a session that began by something of her own. On a provider's word alone the provider
 * could add one of its own making, and would have everything that asks for a passkey.
 */
const ownProofForPasskeys = createAuthMiddleware(async (context) => {
  if (!/register|registration/.test(context.path)) return
  const found = await getSessionFromCtx(context)
  if (found?.session.byProvider) throw new APIError('FORBIDDEN', { message: 'Confirm with a passkey first.' })
})

/**
 * Gives a session to somebody who just proved who they are by a link or a printed code, or for whom a provider vouches. Only our own server can call it.
 */
const entrance = () => ({
  id: 'kith-entrance',
  endpoints: {
    enter: createAuthEndpoint.serverOnly(
      { method: 'POST', body: v.object({ userId: v.string(), byProvider: v.optional(v.boolean(), false) }) },
      async (context) => {
        const { userId, byProvider } = context.body
        const { internalAdapter } = context.context
        const user = await internalAdapter.findUserById(userId)
        if (!user) throw new Error('Nobody has this account.')
        // On a provider's word for a day at most: the provider cannot take it back.
        const session = await internalAdapter.createSession(user.id, byProvider, { byProvider })
        await setSessionCookie(context, { session, user }, byProvider)
        return { userId: user.id }
      },
    ),
    makeAccount: createAuthEndpoint.serverOnly(
      { method: 'POST', body: v.object({ email: v.string(), name: v.string() }) },
      async (context) => {
        const { email, name } = context.body
        const found = await context.context.internalAdapter.findUserByEmail(email)
        if (found) return { userId: found.user.id, isNew: false }
        const user = await context.context.internalAdapter.createUser({ email, name, emailVerified: true }, {
          action: 'create-user',
          method: 'invitation',
        } as never)
        return { userId: user.id, isNew: true }
      },
    ),
  },
})
