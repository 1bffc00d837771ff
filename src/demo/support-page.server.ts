import { checkSupport } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { Composition } from '../composition.server.ts'
import { must } from './must.ts'

// No number here is anybody's: they are words, so that no telephone dials them.
const sections = [
  { kind: 'emergency', phone: 'extension 000 (fictional)' },
  {
    kind: 'crisis',
    name: 'The Night Line (fictional)',
    phone: 'extension 001 (fictional)',
    hours: 'Day and night',
    languages: 'English, Portuguese, Arabic',
  },
  {
    kind: 'occupational-health',
    name: 'Occupational health, ground floor (fictional)',
    phone: 'extension 002 (fictional)',
    hours: 'Monday to Friday, 8:00 to 16:00',
    languages: 'English, Portuguese',
  },
  {
    kind: 'counselling',
    name: 'The counsellors of Alder Bridge (fictional)',
    address: 'Room 214, beside the library',
    hours: 'Monday to Thursday, 10:00 to 18:00; no appointment is needed',
    languages: 'English, Polish',
  },
  {
    kind: 'peers',
    name: 'Peer supporters on call (fictional)',
    phone: 'extension 003 (fictional)',
    hours: 'Every night, 20:00 to 8:00',
    languages: 'English, Portuguese, Twi',
  },
] as const

/** Fills the hospital's support page, as its founder does before the first check-in. */
export const fillSupportPage = async (site: Composition, given: { operator: Actor }): Promise<void> => {
  for (const form of sections) must(await checkSupport(site, { actor: given.operator, form }))
}
