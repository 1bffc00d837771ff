import { listOrganisations, type OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { endFreeSlots } from '../data/trustees/slots.server.ts'
import { listWaves, renewDraft } from '../data/waves.server.ts'
import type { Wave, WaveState } from '../domain/wave.ts'
import { whyRestored } from '../restored-words.server.ts'
import { appendCancellation } from './append-cancellation.server.ts'
import { queueForEveryone } from './tell-everyone.server.ts'

type On = Pick<Checkins, 'clock' | 'dataDir'> & {
  database: Pick<Checkins['database'], 'inOrganisation' | 'inSite'>
}

export type CancelledByRestore = {
  cancelled: readonly { organisation: string; title: string }[]
  drafts: number
  /** Waves of which no answer may be left in the data folder. */
  over: readonly WaveId[]
}

/**
 * Settles the check-ins of a database that has just come out of a backup. Answers and keys are in no backup, so whatever
 * was announced, open or being counted cannot go on: it is cancelled in the public chain. Drafts stay under another id:
 * browsers that saw one announced after the backup was made would refuse to be told otherwise about the same id.
 */
export const cancelAfterRestore = async (given: { madeAt: Date }, on: On): Promise<CancelledByRestore> => {
  const cancelled: { organisation: string; title: string }[] = []
  const over: WaveId[] = []
  let drafts = 0
  for (const organisation of await listOrganisations(on.database)) {
    await on.database.inOrganisation(organisation.id, async (tx) => {
      await endFreeSlots(tx, on.clock.now())
      const before = cancelled.length
      for (const wave of (await listWaves(tx)).toReversed()) {
        over.push(wave.id)
        if (wave.state === 'draft') {
          await renewDraft(tx, wave.id)
          drafts++
        }
        if (!underWay.includes(wave.state)) continue
        await cancel(tx, { ...on, organisation, wave, madeAt: given.madeAt })
        cancelled.push({ organisation: organisation.name, title: wave.title })
      }
      const facts = { cancelled: cancelled.length - before }
      await note({
        tx,
        clock: on.clock,
        organisation: organisation.id,
        actor: null,
        act: 'site-restored',
        facts,
      })
    })
  }
  return { cancelled, drafts, over }
}

const underWay: readonly WaveState[] = ['announced', 'open', 'closing']

const cancel = async (
  tx: Tx,
  on: Pick<On, 'clock' | 'dataDir'> & { organisation: OrganisationSummary; wave: Wave; madeAt: Date },
) => {
  const { wave } = on
  const why = whyRestored(on)
  await appendCancellation(tx, { wave, dataDir: on.dataDir, by: 'restore', member: null, why })
  const now = on.clock.now()
  // One that waited for a witness was never told about, though its hour has come.
  if (wave.openingToldAt) await queueForEveryone(tx, { wave, kind: 'check-in-cancelled', at: now })
  await note({
    tx,
    clock: on.clock,
    organisation: wave.organisation,
    actor: null,
    act: 'check-in-cancelled',
    facts: { wave: wave.id },
  })
}

/** Every wave of a database that is about to be replaced. */
export const listAllWaves = async (database: On['database']): Promise<WaveId[]> => {
  const found: WaveId[] = []
  for (const { id } of await listOrganisations(database))
    for (const wave of await database.inOrganisation(id, (tx) => listWaves(tx))) found.push(wave.id)
  return found
}
