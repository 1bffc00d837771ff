import { isOnTheWay, type LetterTrouble } from '../letter-trouble.ts'
import type { SiteHealth } from './site-health.ts'

const day = 86_400_000
const backupDays = 7
const certificateDays = 14
/** Work that waits for so long was not picked up: the worker looks every second. */
const stuckAfter = 15 * 60
/** A database needs room to tidy itself; a full disk stops everything but answers that have their place already. */
export const scarceRoom = 1024 ** 3

/** What somebody should look after, with what the sentence about it needs. `isUrgent`: something does not work now. */
export type Attention = { isUrgent: boolean } & (
  | {
      code:
        | 'database-down'
        | 'collector-away'
        | 'folder-gone'
        | 'address-insecure'
        | 'backup-never'
        | 'certificate-over'
    }
  | { code: 'disk-low'; free: number }
  | { code: 'clock-jumped'; believed: Date; shown: Date; until: Date }
  | { code: 'mail-failing'; kind: LetterTrouble; at: Date; waiting: number }
  | { code: 'letters-gave-up'; letters: number }
  | { code: 'support-old'; organisations: number }
  | { code: 'certificate-ends'; at: Date }
  | { code: 'jobs-gave-up' | 'jobs-stuck'; queues: string[] }
  | { code: 'backup-old'; at: Date }
)

/** What needs attention: what is broken now, then what will be. Empty on a good day. */
export const attentionIn = (health: SiteHealth): Attention[] => {
  const needs = [...broken(health), ...ahead(health)]
  return needs.sort((a, b) => Number(b.isUrgent) - Number(a.isUrgent))
}

function* broken({ at, isUp, disk, clock, mail, ...health }: SiteHealth): Generator<Attention> {
  const isUrgent = true
  if (!isUp) yield { code: 'database-down', isUrgent }
  if (!health.isFolderThere) yield { code: 'folder-gone', isUrgent }
  else if (disk && disk.free < scarceRoom) yield { code: 'disk-low', free: disk.free, isUrgent }
  if (health.isCollectorWell === false) yield { code: 'collector-away', isUrgent }
  if (clock) yield { code: 'clock-jumped', ...clock, isUrgent }
  if (health.certificateUntil && health.certificateUntil <= at) yield { code: 'certificate-over', isUrgent }
  if (!health.isAddressSecure) yield { code: 'address-insecure', isUrgent }
  // One address that is refused says nothing about the server; the letters that gave up do.
  if (mail.trouble && (isOnTheWay(mail.trouble.kind) || mail.trouble.kind === 'later'))
    yield { code: 'mail-failing', ...mail.trouble, waiting: mail.letters?.waiting ?? 0, isUrgent }
  const stuck = health.queues.filter(({ overdue }) => overdue > stuckAfter)
  if (stuck.length > 0) yield { code: 'jobs-stuck', queues: stuck.map(({ name }) => name), isUrgent }
}

function* ahead({ at, mail, storage, queues, certificateUntil, support }: SiteHealth): Generator<Attention> {
  const isUrgent = false
  const gaveUp = queues.filter((queue) => queue.gaveUp > 0)
  if (gaveUp.length > 0) yield { code: 'jobs-gave-up', queues: gaveUp.map(({ name }) => name), isUrgent }
  const letters = mail.letters?.gaveUp ?? 0
  if (letters > 0) yield { code: 'letters-gave-up', letters, isUrgent }
  const ends = certificateUntil && certificateUntil.getTime() - at.getTime()
  if (certificateUntil && ends && ends > 0 && ends < certificateDays * day)
    yield { code: 'certificate-ends', at: certificateUntil, isUrgent }
  if (support && support.old > 0) yield { code: 'support-old', organisations: support.old, isUrgent }
  const { lastBackup } = storage
  if (!lastBackup) yield { code: 'backup-never', isUrgent }
  else if (at.getTime() - lastBackup.at.getTime() > backupDays * day)
    yield { code: 'backup-old', at: lastBackup.at, isUrgent }
}
