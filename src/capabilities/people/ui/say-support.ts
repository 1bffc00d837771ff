import { m } from '#messages'
import { type SupportKind, supportKinds } from '../domain/support/support-entry.ts'

const names: Record<SupportKind, () => string> = {
  emergency: m.support_emergency,
  crisis: m.support_crisis,
  'occupational-health': m.support_occupational_health,
  counselling: m.support_counselling,
  peers: m.support_peers,
}
const tasks: Record<SupportKind, () => string> = {
  emergency: m.support_emergency_words,
  crisis: m.support_crisis_words,
  'occupational-health': m.support_occupational_health_words,
  counselling: m.support_counselling_words,
  peers: m.support_peers_words,
}

const readers: Record<SupportKind, () => string> = {
  emergency: m.people_support_danger,
  crisis: m.support_crisis_reader,
  'occupational-health': m.support_occupational_health_reader,
  counselling: m.support_counselling_reader,
  peers: m.support_peers_reader,
}

const isKind = (code: string): code is SupportKind => (supportKinds as readonly string[]).includes(code)

/** What a section of the support page is called. */
export const saySupport = (kind: string): string => (isKind(kind) ? names[kind]() : kind)

/** Whom it is about, for whoever fills it in. */
export const saySupportTask = (kind: SupportKind): string => tasks[kind]()

/** Whom it is for, for whoever needs it. */
export const saySupportReader = (kind: SupportKind): string => readers[kind]()
