import { join } from 'node:path'
import { listOrganisations } from '#capabilities/people/index.server.ts'
import type { OrganisationId, WaveId } from '#kernel/ids.ts'
import type { Clock } from '#platform/clock.ts'
import { openDesk } from '#platform/collecting/desk.server.ts'
import type { Settings } from '#platform/configuration/settings.server.ts'
import type { Database } from '#platform/database/database.server.ts'
import type { Jobs } from '#platform/jobs/jobs.server.ts'
import type { Log } from '#platform/log/log.server.ts'
import type { Mail } from '#platform/mail/mail.server.ts'
import { createAttempts } from '#platform/sign-in/attempts.server.ts'
import type { SteadyClock } from '#platform/steady-clock.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { handOn } from '../collector/apart/hand-on.server.ts'
import { takenElsewhere } from '../collector/apart/taken-elsewhere.server.ts'
import { collectBallot } from '../collector/collect-ballot.server.ts'
import { createCollectorHttp } from '../collector/collector-http.server.ts'
import { createRegistry } from '../collector/registry.server.ts'
import { loadInstruments } from '../content/load-instruments.server.ts'
import { listGroups } from '../data/eligible.server.ts'
import { listTableKeys } from '../data/further.server.ts'
import { listWaves } from '../data/waves.server.ts'
import { openTicketKeys } from '../keys/ticket-keys.server.ts'
import { formAt } from '../paper/frame.ts'
import { createPaperHttp, receivedAt } from '../paper/paper-http.server.ts'
import { openSheetBox } from '../paper/sheet-box.server.ts'
import { advanceWaves } from './advance-waves.server.ts'
import { openWaveForBallots } from './open-wave-for-ballots.server.ts'
import { prepareKeys } from './prepare-keys.server.ts'

const instrumentFolder = join(import.meta.dirname, '../../../../content/instruments')
const rhythm = 15_000
/** How long the collector still tells a late ballot what became of its wave. */
const remembered = 60 * 86_400_000

/** Builds what check-ins need while the site runs, lets the collector know every wave, and starts its work. */
export const openCheckins = async (on: {
  database: Database
  clock: Clock
  steady: SteadyClock
  log: Log
  jobs: Jobs
  mail: Pick<Mail, 'send'>
  settings: Settings
}): Promise<Checkins> => {
  const { settings, jobs, steady, ...rest } = on
  const registry = createRegistry()
  let timer: NodeJS.Timeout | undefined
  const apart = settings.collectorUrl
  const collect = apart
    ? handOn(apart)
    : (bytes: Uint8Array) => collectBallot(bytes, { registry, clock: steady })
  const ticketKeys = openTicketKeys(settings.dataDir)
  const collectByPost = apart
    ? takenElsewhere
    : createCollectorHttp({ collect, pagesOrigin: settings.anonymousUrl ? settings.publicUrl : undefined })
  const answerByCode = createPaperHttp({
    box: openSheetBox({ registry, dataDir: settings.dataDir }),
    attempts: createAttempts({ clock: steady }),
    clock: steady,
    ticketKeys,
    collect,
    publicUrl: settings.publicUrl,
    isAddressSecure: settings.isAddressSecure,
  })
  const checkins: Checkins = {
    ...rest,
    steady,
    jobs,
    registry,
    desk: apart ? openDesk(rest) : undefined,
    dataDir: settings.dataDir,
    publicUrl: settings.publicUrl,
    collectorUrl: settings.anonymousUrl ? `${settings.anonymousUrl}/a/ballots` : '/a/ballots',
    // A collector apart has no form: it cannot sign, and knows no codes.
    codeUrl: `${(!apart && settings.anonymousUrl) || settings.publicUrl}/a/code`,
    instruments: await loadInstruments({ folder: instrumentFolder }),
    ticketKeys,
    collect: (request, response) => {
      const path = request.url?.split('?')[0]
      const isForm = path === formAt || path === receivedAt
      return isForm ? answerByCode(request, response) : collectByPost(request, response)
    },
    close: async () => {
      clearInterval(timer)
      for (const { pool } of registry.live()) await pool.close()
    },
  }
  await welcomeWaves(checkins)
  await checkins.desk?.forget(new Date(checkins.clock.now().getTime() - remembered))
  await jobs.work('prepare-keys', (data) =>
    prepareKeys(checkins, { organisation: data.organisation as OrganisationId, wave: data.wave as WaveId }),
  )
  await jobs.work('advance-waves', () => advanceWaves(checkins))
  timer = setInterval(() => void jobs.send('advance-waves', {}).catch(() => {}), rhythm)
  await jobs.send('advance-waves', {})
  return checkins
}

/** Before the first request is served, every ballot that was promised a place has one. */
const welcomeWaves = async (checkins: Checkins) => {
  const since = new Date(checkins.clock.now().getTime() - remembered)
  for (const { id } of await listOrganisations(checkins.database)) {
    const waves = await checkins.database.inOrganisation(id, (tx) => listWaves(tx))
    for (const wave of waves) {
      if (['announced', 'open', 'closing'].includes(wave.state))
        // One pool that cannot be used must not keep everybody from the site; the rhythm tries it again.
        await openWaveForBallots(checkins, wave).catch((err: unknown) =>
          checkins.log.error({ err, wave: wave.id }, 'a check-in cannot take answers'),
        )
      // A kill may have stopped the making of keys.
      if (wave.state === 'draft' && wave.keysMade < wave.keysWanted)
        await checkins.jobs.send('prepare-keys', { organisation: id, wave: wave.id })
      if ((wave.state === 'released' || wave.state === 'cancelled') && wave.closesAt > since) {
        const groups = await checkins.database.inOrganisation(id, async (tx) => [
          ...(await listGroups(tx, wave.id)),
          ...(await listTableKeys(tx, wave.id)),
        ])
        const became = wave.state === 'cancelled' ? 'cancelled' : 'late'
        await checkins.desk?.end({ wave: wave.id, became })
        checkins.registry.remember(
          groups.map(({ key_id }) => key_id),
          wave.state === 'cancelled' ? 'ballot/wave-cancelled' : 'ballot/came-too-late',
        )
      }
    }
  }
}
