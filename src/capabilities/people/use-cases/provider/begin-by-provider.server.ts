import { accept, type Result, refuse } from '#kernel/result.ts'
import { type Attempt, beginAtProvider } from '#platform/sign-in/provider.server.ts'
import { seal, unseal } from '#platform/sign-in/sealed.server.ts'
import type { PeopleRefusal } from '../../domain/refusals.ts'
import type { Effects } from '../../effects.ts'
import { readProvider, redirectAddress } from './read-provider.server.ts'

/** How long somebody may take at the provider, in seconds. */
export const attemptLives = 600

const purpose = 'sign-in at the identity provider'

/** One attempt as the browser keeps it; sealed, so that it can be neither read nor made up. */
export type KeptAttempt = Attempt & { issuer: string; next: string; until: number }

/** Begins a sign-in at the provider: where to go, and what the browser has to bring back. */
export const beginByProvider = async (
  effects: Pick<Effects, 'database' | 'secrets' | 'settings' | 'attempts' | 'clock'>,
  given: { address: string; next: string },
): Promise<Result<{ url: string; kept: string }, PeopleRefusal>> => {
  const { allowed, retryAfter } = await effects.attempts.consume(`provider for ${given.address}`, {
    window: 3600,
    max: 600,
  })
  if (!allowed)
    return refuse({ code: 'people/too-many-attempts', minutes: Math.ceil((retryAfter ?? 60) / 60) })
  const found = await readProvider(effects)
  if (!found?.isOn) return refuse({ code: 'people/provider-not-set' })
  const begun = await beginAtProvider({
    access: found.access,
    publicUrl: effects.settings.publicUrl,
    redirectUri: redirectAddress(effects),
  })
  if (!begun.ok) return refuse({ code: 'people/provider-not-working' })
  const attempt: KeptAttempt = {
    ...begun.value.attempt,
    issuer: found.access.issuer,
    next: given.next,
    until: effects.clock.now().getTime() + attemptLives * 1000,
  }
  const kept = seal(effects.secrets, { purpose, text: JSON.stringify(attempt) }).toString('base64url')
  return accept({ url: begun.value.url, kept })
}

/** What a browser brought back; undefined for what was not made here, or too long ago. */
export const openAttempt = (
  effects: Pick<Effects, 'secrets' | 'clock'>,
  kept: string | undefined,
): KeptAttempt | undefined => {
  if (kept === undefined) return undefined
  const text = unseal(effects.secrets, { purpose, sealed: Buffer.from(kept, 'base64url') })
  const attempt = text === undefined ? undefined : (JSON.parse(text) as KeptAttempt)
  return attempt && effects.clock.now().getTime() < attempt.until ? attempt : undefined
}
