import { m } from '#messages'
import type { TrusteeRefusal } from '../../domain/trustees/refusals.ts'

const sentences: Record<Exclude<TrusteeRefusal['code'], 'trustees/office-taken'>, () => string> = {
  'trustees/not-found': m.refusal_trustees_not_found,
  'trustees/name-missing': m.refusal_trustees_name_missing,
  'trustees/office-missing': m.refusal_trustees_office_missing,
  'trustees/email-not-readable': m.refusal_trustees_email_not_readable,
  'trustees/link-not-valid': m.refusal_trustees_link_not_valid,
  'trustees/not-readable': m.refusal_trustees_not_readable,
  'trustees/code-in-use': m.refusal_trustees_code_in_use,
  'trustees/enough-parts': m.refusal_trustees_enough_parts,
  'trustees/too-early': m.refusal_trustees_too_early,
  'trustees/not-waited-for': m.refusal_trustees_not_waited_for,
  'trustees/another-key': m.refusal_trustees_another_key,
}

/** What was refused to or about a trustee, and what to do about it. */
export const trusteeRefusalWords = (refusal: TrusteeRefusal): string =>
  refusal.code === 'trustees/office-taken'
    ? m.refusal_trustees_office_taken({ name: refusal.name })
    : sentences[refusal.code]()

const isKnown = (code: string): code is keyof typeof sentences => Object.hasOwn(sentences, code)

/** The same for a code that came over the network. */
export const handedOverWords = (said: { code: string } | 'offline'): string => {
  if (said === 'offline') return m.trustee_offline()
  return isKnown(said.code) ? sentences[said.code]() : m.refusal_trustees_not_readable()
}
