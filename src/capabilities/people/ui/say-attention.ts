import { m } from '#messages'
import type { Attention } from '#platform/health/attention.ts'
import type { LetterTrouble } from '#platform/letter-trouble.ts'
import { bytes, day, list, moment, number } from '#ui/format.ts'

const troubles: Record<LetterTrouble, () => string> = {
  away: m.operate_trouble_away,
  'sign-in': m.operate_trouble_sign_in,
  encryption: m.operate_trouble_encryption,
  'no-room': m.operate_trouble_no_room,
  later: m.operate_trouble_later,
  refused: m.operate_trouble_refused,
  unknown: m.operate_trouble_unknown,
}

const queues: Record<string, () => string> = {
  'prepare-keys': m.operate_queue_keys,
  'advance-waves': m.operate_queue_advance,
  'close-wave': m.operate_queue_close,
  'send-messages': m.operate_queue_messages,
  'remove-old-records': m.operate_queue_records,
  'forget-rooms': m.operate_queue_rooms,
}

/** Why a letter did not leave: the end of a sentence. */
export const sayTrouble = (kind: LetterTrouble): string => troubles[kind]()

export const sayQueue = (name: string): string => queues[name]?.() ?? name

/** An instant for whoever runs the machine: its logs speak UTC too. */
export const sayAt = (given: { at: Date; locale: string }): string =>
  `${moment({ ...given, zone: 'UTC', weekday: false, year: true })} UTC`

const sayDay = ({ at, locale }: { at: Date; locale: string }): string =>
  day({ on: at.toISOString().slice(0, 10), locale, weekday: false, year: true })

/** What is the matter, and what to do. */
export const sayAttention = (need: Attention, locale: string): { what: string; act: string } => {
  const at = (instant: Date) => sayAt({ at: instant, locale })
  const names = (all: readonly string[]) => list({ names: all.map(sayQueue), locale })
  switch (need.code) {
    case 'database-down':
      return { what: m.operate_database_down(), act: m.operate_database_down_do() }
    case 'disk-low':
      return {
        what: m.operate_disk_low({ free: bytes({ value: need.free, locale }) }),
        act: m.operate_disk_low_do(),
      }
    case 'folder-gone':
      return { what: m.operate_folder_gone(), act: m.operate_folder_gone_do() }
    case 'collector-away':
      return { what: m.operate_collector_away(), act: m.operate_collector_away_do() }
    case 'support-old':
      return {
        what: m.operate_support_old({ organisations: number({ value: need.organisations, locale }) }),
        act: m.operate_support_old_do(),
      }
    case 'clock-jumped':
      return {
        what: m.operate_clock_jumped({
          shown: at(need.shown),
          believed: at(need.believed),
          until: at(need.until),
        }),
        act: m.operate_clock_jumped_do(),
      }
    case 'certificate-over':
      return { what: m.operate_certificate_over(), act: m.operate_certificate_do() }
    case 'certificate-ends':
      return {
        what: m.operate_certificate_ends({ day: sayDay({ at: need.at, locale }) }),
        act: m.operate_certificate_do(),
      }
    case 'address-insecure':
      return { what: m.operate_address_insecure(), act: m.operate_address_insecure_do() }
    case 'mail-failing':
      return {
        what: m.operate_mail_failing({
          why: sayTrouble(need.kind),
          waiting: number({ value: need.waiting, locale }),
          at: at(need.at),
        }),
        act: m.operate_mail_failing_do(),
      }
    case 'letters-gave-up':
      return {
        what: m.operate_letters_gave_up({ letters: number({ value: need.letters, locale }) }),
        act: m.operate_letters_gave_up_do(),
      }
    case 'jobs-stuck':
      return { what: m.operate_jobs_stuck({ queues: names(need.queues) }), act: m.operate_jobs_stuck_do() }
    case 'jobs-gave-up':
      return {
        what: m.operate_jobs_gave_up({ queues: names(need.queues) }),
        act: m.operate_jobs_gave_up_do(),
      }
    case 'backup-never':
      return { what: m.operate_backup_never(), act: m.operate_backup_do() }
    case 'backup-old':
      return {
        what: m.operate_backup_old({ day: sayDay({ at: need.at, locale }) }),
        act: m.operate_backup_do(),
      }
  }
}
