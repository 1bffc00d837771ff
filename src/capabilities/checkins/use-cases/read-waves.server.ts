import { existsSync } from 'node:fs'
import { readSendingHours } from '#capabilities/people/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { isId, type UnitId, type WaveId } from '#kernel/ids.ts'
import { accept, type Result, refuse } from '#kernel/result.ts'
import type { Checkins } from '../checkins.server.ts'
import { triesFileOf } from '../closing/check-tries.server.ts'
import { findRelease, listReleaseHeads, listReleasesOf } from '../data/releases.server.ts'
import { findFrozen, findWave, listWaves } from '../data/waves.server.ts'
import { type Forecast, forecast, responseSoFar } from '../domain/likelihood.ts'
import type { UnitLink } from '../domain/linking/series-links.ts'
import { fingerprint } from '../domain/manifest/fingerprint.ts'
import { type PlanPaper, paperOf } from '../domain/plan-shown.ts'
import type { CheckinRefusal } from '../domain/refusals.ts'
import type { ReleaseDocument } from '../domain/release/document.ts'
import type { ReportingPlan } from '../domain/reporting-groups.ts'
import type { FrozenPlan } from '../domain/tables/frozen-plan.ts'
import type { TableShown } from '../domain/tables/tables-shown.ts'
import { groupBounds, type Wave } from '../domain/wave.ts'
import { secondsPerKey } from '../keys/make-keys.server.ts'
import { hashText } from '../keys/signer.server.ts'
import { mayPlanWaves, mayPrintSheets, maySeeWave } from '../policy.server.ts'
import { planFromStaff } from './plan-from-staff.server.ts'
import { reminderAt } from './tell-everyone.server.ts'

type On = { checkins: Checkins; actor: Actor }

/** The waves that this person may know of, newest first, and whether she may plan another. */
export const readWaves = async (on: On): Promise<{ waves: Wave[]; may: { plan: boolean } }> => {
  const waves = await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) => listWaves(tx))
  return { waves: waves.filter((wave) => maySeeWave(on.actor, wave)), may: { plan: mayPlanWaves(on.actor) } }
}

export type PlanPreview = {
  plan: ReportingPlan
  forecast: Forecast[]
  /** The response of earlier waves, from 0 to 1; null where there was none. */
  response: number | null
}

/** What would be published if this were announced now. Counts people who were asked; it never sees an answer. */
export const previewPlan = async (
  asked: {
    instrument: string
    audience: readonly string[]
    minimumGroup: number
    paper?: readonly string[]
  },
  on: On,
): Promise<Result<PlanPreview, CheckinRefusal>> => {
  if (!mayPlanWaves(on.actor)) return refuse({ code: 'checkins/not-allowed' })
  const k = asked.minimumGroup
  if (!(Number.isInteger(k) && k >= groupBounds.least && k <= groupBounds.most))
    return refuse({ code: 'checkins/minimum-group-out-of-range' })
  return on.checkins.database.inOrganisation<Result<PlanPreview, CheckinRefusal>>(
    on.actor.organisation.id,
    async (tx) => {
      const plan = await planFromStaff(tx, { ...asked, audience: asked.audience as readonly UnitId[] })
      if (!plan.ok) return plan
      const isKnown = on.checkins.instruments.has(asked.instrument)
      const texts = isKnown ? await listReleasesOf(tx, asked) : []
      const earlier = texts.map((text) => JSON.parse(text) as ReleaseDocument)
      const response = responseSoFar(earlier)
      return accept({
        plan: plan.value,
        forecast: forecast({ plan: plan.value, k: asked.minimumGroup, response }),
        response,
      })
    },
  )
}

export type WavePage = {
  wave: Wave
  /** Eight words for the manifest; null for a draft. */
  fingerprint: string[] | null
  /** The whole hash that the words stand for, base64url. */
  manifestHash: string | null
  plan:
    | (Pick<ReportingPlan, 'nodes'> & {
        paper: readonly PlanPaper[]
        links: readonly UnitLink[]
        tables: readonly TableShown[]
      })
    | null
  /** How long until a draft's keys are ready, in seconds; 0 when they are. */
  keysReadyIn: number
  /** The ballots are counted, and its further tables are looked at before anything is shown. */
  isChecked: boolean
  /** When everybody is reminded; null where nobody is. */
  reminderAt: Date | null
  may: { announce: boolean; change: boolean; cancel: boolean; print: boolean }
}

export const readWave = async (
  input: { wave: string },
  on: On,
): Promise<Result<WavePage, CheckinRefusal>> => {
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const id = input.wave as WaveId
  return on.checkins.database.inOrganisation<Result<WavePage, CheckinRefusal>>(
    on.actor.organisation.id,
    async (tx) => {
      const wave = await findWave(tx, id)
      if (!wave || !maySeeWave(on.actor, wave)) return refuse({ code: 'checkins/not-found' })
      const frozen = await findFrozen(tx, id)
      const mayPlan = mayPlanWaves(on.actor)
      const { timeZone } = on.actor.organisation
      const missing = Math.max(0, wave.keysWanted - wave.keysMade)
      const manifestHash = frozen?.manifest ? hashText(frozen.manifest).toString('base64url') : null
      return accept({
        wave,
        manifestHash,
        fingerprint: manifestHash === null ? null : fingerprint(manifestHash),
        plan: frozen?.plan ? publishedOf(JSON.parse(frozen.plan) as ReportingPlan) : null,
        isChecked:
          wave.state === 'closing' &&
          wave.furtherTables.length > 0 &&
          existsSync(triesFileOf({ dataDir: on.checkins.dataDir, wave: id })),
        reminderAt: reminderAt({ wave, hours: await readSendingHours(tx), timeZone }) ?? null,
        keysReadyIn: wave.state === 'draft' ? Math.ceil(missing * secondsPerKey) : 0,
        may: {
          announce: mayPlan && wave.state === 'draft' && missing === 0,
          change: mayPlan && wave.state === 'draft',
          print: mayPrintSheets(on.actor) && ['announced', 'open'].includes(wave.state),
          cancel: mayPlan && ['draft', 'announced', 'open'].includes(wave.state),
        },
      })
    },
  )
}

const publishedOf = ({ nodes, groups, links, tables }: ReportingPlan & Pick<FrozenPlan, 'tables'>) => ({
  nodes,
  paper: paperOf(groups),
  links: links?.[0]?.units ?? [],
  tables: (tables?.attributes ?? []).map(({ attribute, categories }) => ({
    attribute,
    categories: categories.map(({ id, name, pooled, eligible }) => ({ id, name, pooled, people: eligible })),
  })),
})

/** The release as it was written, for everybody in the organisation alike. */
export const readRelease = async (
  input: { wave: string },
  on: On,
): Promise<Result<ReleaseDocument, CheckinRefusal>> => {
  if (!isId(input.wave)) return refuse({ code: 'checkins/not-found' })
  const id = input.wave as WaveId
  const text = await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) =>
    findRelease(tx, id),
  )
  return text ? accept(JSON.parse(text) as ReleaseDocument) : refuse({ code: 'checkins/not-found' })
}

export type ReleaseHead = { wave: WaveId; title: string; publishedAt: Date; opensAt: Date; closesAt: Date }

/** Every release, newest first. */
export const readReleaseHeads = async (on: On): Promise<ReleaseHead[]> =>
  (await on.checkins.database.inOrganisation(on.actor.organisation.id, (tx) => listReleaseHeads(tx))).map(
    (row) => ({
      wave: row.wave as WaveId,
      title: row.title,
      publishedAt: row.published_at,
      opensAt: row.opens_at,
      closesAt: row.closes_at,
    }),
  )
