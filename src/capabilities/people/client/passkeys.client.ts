import { browserSupportsWebAuthn, startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** What became of asking the device. `stopped` is the person's own no, or the device's. */
export type PasskeyOutcome = 'done' | 'stopped' | 'sign-in-again' | 'failed'

const base = '/app/auth/passkey'

export const canUsePasskeys = (): boolean => browserSupportsWebAuthn()

/** Signs in with a passkey that this device, or one beside it, holds. */
export const signInWithPasskey = (): Promise<PasskeyOutcome> =>
  ceremony({
    ask: '/generate-authenticate-options',
    device: (optionsJSON) => startAuthentication({ optionsJSON: optionsJSON as never }),
    answer: '/verify-authentication',
  })

/** Adds a passkey to the account that is signed in. */
export const addPasskey = (given: { name: string }): Promise<PasskeyOutcome> =>
  ceremony({
    ask: '/generate-register-options',
    device: (optionsJSON) => startRegistration({ optionsJSON: optionsJSON as never }),
    answer: '/verify-registration',
    with: { name: given.name },
  })

const ceremony = async (steps: {
  ask: string
  device: (options: unknown) => Promise<unknown>
  answer: string
  with?: Record<string, string>
}): Promise<PasskeyOutcome> => {
  try {
    const asked = await fetch(base + steps.ask)
    if (!asked.ok) return outcomeOf(asked)
    let response: unknown
    try {
      response = await steps.device(await asked.json())
    } catch {
      return 'stopped'
    }
    const answered = await fetch(base + steps.answer, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ response, ...steps.with }),
    })
    return answered.ok ? 'done' : outcomeOf(answered)
  } catch {
    return 'failed'
  }
}

const outcomeOf = (response: Response): PasskeyOutcome =>
  response.status === 401 || response.status === 403 ? 'sign-in-again' : 'failed'
