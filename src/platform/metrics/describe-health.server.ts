import { Gauge, type Registry } from 'prom-client'
import type { SiteHealth } from '../health/site-health.ts'

/** One gauge for each thing that the operator's page shows too; what is not known now has no figure. */
export const describeHealth = (registry: Registry): ((health: SiteHealth) => void) => {
  const gauge = <L extends string = never>(name: string, help: string, labelNames: readonly L[] = []) =>
    new Gauge<L>({ name: `kith_${name}`, help, labelNames, registers: [registry] })
  const versions = gauge('info', 'Versions; always 1.', ['kith', 'node', 'postgres', 'migration'])
  const up = gauge('database_up', '1 while the database answers.')
  const held = gauge('clock_held_back', '1 while the machine’s clock is not believed.')
  const collector = gauge(
    'collector_up',
    '1 while a collector that is a process of its own says it is well.',
    ['setting'],
  )
  const secure = gauge('address_secure', '1 where browsers give pages what answering needs.')
  const disk = gauge('disk_bytes', 'Room of the disk that holds DATA_DIR.', ['room'])
  const stored = gauge('stored_bytes', 'What is kept.', ['what'])
  const backup = gauge('last_backup_timestamp_seconds', 'When a backup was last finished, since 1970.')
  const certificate = gauge(
    'certificate_end_timestamp_seconds',
    'When the certificate runs out, since 1970.',
    ['setting'],
  )
  const jobs = gauge('jobs', 'Jobs by state; those given up within the last day.', ['queue', 'state'])
  const done = gauge('job_last_done_timestamp_seconds', 'When one was last done, since 1970.', ['queue'])
  const letters = gauge('letters', 'Letters of all organisations together.', ['state'])
  const mail = gauge('mail_failing', '1 while the last letter that was tried did not leave.')
  return (health) => {
    for (const each of [versions, disk, stored, backup, certificate, collector, jobs, done, letters])
      each.reset()
    const { versions: of, storage } = health
    versions.set({ ...of, postgres: of.postgres ?? '' }, 1)
    up.set(Number(health.isUp))
    held.set(Number(health.clock !== undefined))
    secure.set(Number(health.isAddressSecure))
    if (health.isCollectorWell !== undefined)
      collector.set({ setting: 'COLLECTOR_URL' }, Number(health.isCollectorWell))
    if (health.disk) {
      disk.set({ room: 'free' }, whole(health.disk.free))
      disk.set({ room: 'all' }, whole(health.disk.whole))
    }
    if (storage.database !== undefined) stored.set({ what: 'database' }, storage.database)
    stored.set({ what: 'waves' }, storage.waves)
    stored.set({ what: 'mail' }, storage.letters)
    // Without one it says 0, a backup of 1970: an alarm, as it should be.
    if (storage.lastBackup) backup.set(seconds(storage.lastBackup.at))
    if (health.certificateUntil) certificate.set({ setting: 'TLS_CERT' }, seconds(health.certificateUntil))
    for (const { name: queue, waiting, again, running, gaveUp, lastDoneAt } of health.queues) {
      for (const [state, count] of Object.entries({ waiting, again, running, gave_up: gaveUp }))
        jobs.set({ queue, state }, count)
      if (lastDoneAt) done.set({ queue }, seconds(lastDoneAt))
    }
    if (health.mail.letters) {
      letters.set({ state: 'waiting' }, health.mail.letters.waiting)
      letters.set({ state: 'gave_up' }, health.mail.letters.gaveUp)
    }
    mail.set(Number(health.mail.trouble !== undefined))
  }
}

const seconds = (at: Date): number => Math.round(at.getTime() / 1000)
/** In whole mebibytes. */
const whole = (bytes: number): number => Math.round(bytes / 1024 ** 2) * 1024 ** 2
