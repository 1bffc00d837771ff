import { Temporal } from 'temporal-polyfill'
import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { note } from '#platform/audit/audit.server.ts'
import type { Checkins } from '../checkins.server.ts'
import { beginTry, mostTries } from '../closing/check-tries.server.ts'
import { leaveOutOverfull } from '../closing/leave-out-overfull.ts'
import { openBallots } from '../closing/open-ballots.server.ts'
import { releaseTables, wholeSeconds } from '../closing/release-tables.server.ts'
import type { Tally } from '../closing/tally.ts'
import { listChanges, listGroups } from '../data/eligible.server.ts'
import { listTableKeys } from '../data/further.server.ts'
import { forgetNames } from '../data/held.server.ts'
import { deleteIssued } from '../data/issuance.server.ts'
import { insertRelease, listReleasesOf } from '../data/releases.server.ts'
import { findFrozen, findWave, setState } from '../data/waves.server.ts'
import { keyedInShown } from '../domain/paper/keyed-in.ts'
import { computeRelease, type ReleaseInput } from '../domain/release/compute-release.ts'
import type { AskedQuestion, ReleaseDocument } from '../domain/release/document.ts'
import type { FrozenPlan } from '../domain/tables/frozen-plan.ts'
import { collectsUntil, type Questions, type Wave } from '../domain/wave.ts'
import { keyFileOf, readKeyFile } from '../keys/key-file.server.ts'
import { openingKeyOf } from '../keys/wave-key.server.ts'
import { endUnreadable, isLost, MostUnreadable } from './end-unreadable.server.ts'
import { forgetWave } from './forget-wave.server.ts'
import { openWaveForBallots } from './open-wave-for-ballots.server.ts'
import { readGivenOut } from './read-given-out.server.ts'
import { missingParts } from './trustees/read-waiting.server.ts'
import { waitForParts } from './trustees/wait-for-parts.server.ts'

/**
 * Opens the ballots once, computes the one release, writes it in one transaction, then destroys answers and keys. A
 * closing that is killed anywhere is simply run again: until the release stands, nothing was destroyed; once it stands,
 * only the destroying is repeated.
 */
export const closeWave = async (
  checkins: Checkins,
  given: { organisation: OrganisationSummary; wave: WaveId },
): Promise<void> => {
  const { database, clock } = checkins
  const organisation = given.organisation.id
  const wave = await database.inOrganisation(organisation, (tx) => findWave(tx, given.wave))
  if (!wave || checkins.steady.now() < collectsUntil(wave)) return
  if (wave.state === 'open' || wave.state === 'closing') {
    const isClosing = await database.inOrganisation(organisation, async (tx) => {
      await setState(tx, { wave: wave.id, from: ['open'], to: 'closing' })
      return (await findWave(tx, wave.id))?.state === 'closing'
    })
    // Cancelled in the meantime: then nothing is counted.
    if (!isClosing) return
    const on = { organisation: given.organisation, wave }
    if ((await missingParts(checkins, wave.id)).length > 0) {
      const outcome = await waitForParts(checkins, on)
      if (outcome === 'given-up') {
        await forgetWave(checkins, { wave: wave.id, answer: 'ballot/came-too-late' })
        await checkins.jobs.send('send-messages', {})
      }
      return
    }
    const document = await countOnce(checkins, { wave, timeZone: given.organisation.timeZone }).catch(
      async (error: unknown) => {
        if (isLost(error) && (await endUnreadable(checkins, { ...on, error }))) return undefined
        throw error
      },
    )
    if (!document) {
      await forgetWave(checkins, { wave: wave.id, answer: 'ballot/came-too-late' })
      await checkins.jobs.send('send-messages', {})
      return
    }
    await database.inOrganisation(organisation, async (tx) => {
      if (!(await setState(tx, { wave: wave.id, from: ['closing'], to: 'released' }))) return
      await insertRelease(tx, {
        organisation,
        wave: wave.id,
        document: JSON.stringify(document),
        publishedAt: new Date(document.wave.publishedAt),
      })
      await deleteIssued(tx, wave.id)
      await forgetNames(tx, wave.id)
      await note({ tx, clock, organisation, actor: null, act: 'check-in-released', facts: { wave: wave.id } })
    })
  }
  if (wave.state !== 'announced' && wave.state !== 'draft')
    await forgetWave(checkins, {
      wave: wave.id,
      answer: wave.state === 'cancelled' ? 'ballot/wave-cancelled' : 'ballot/came-too-late',
    })
}

const countOnce = async (
  checkins: Checkins,
  given: { wave: Wave; timeZone: string },
): Promise<ReleaseDocument> => {
  const { wave } = given
  await openWaveForBallots(checkins, wave)
  const live = checkins.registry.wave(wave.id)
  const keys = await readKeyFile(keyFileOf({ dataDir: checkins.dataDir, wave: wave.id }))
  const kept = await checkins.database.inOrganisation(wave.organisation, async (tx) => ({
    frozen: await findFrozen(tx, wave.id),
    groups: await listGroups(tx, wave.id),
    tables: await listTableKeys(tx, wave.id),
    changes: await listChanges(tx, wave.id),
    earlier: await listReleasesOf(tx, wave),
    givenOut: await readGivenOut(tx, wave.id),
  }))
  const waveKey = keys && openingKeyOf(keys.waveKey)
  if (!live || !waveKey || !kept.frozen?.plan || !kept.frozen.questions)
    throw new Error('A wave that should be counted has lost its keys or its plan.')
  const questions = JSON.parse(kept.frozen.questions) as Questions
  await live.pool.seal()
  const all = await openBallots(
    {
      waveKey,
      mark: live.pool.mark,
      groups: [
        ...kept.groups.map((group) => ({ group: group.id, keyId: group.key_id, spki: group.spki })),
        ...kept.tables.map((key) => ({
          table: key.published_table,
          block: key.block,
          group: key.category,
          keyId: key.key_id,
          spki: key.spki,
        })),
      ],
      questions,
    },
    live.pool.readAll(),
  )
  if (all.unreadable * 2 > live.pool.count)
    throw new MostUnreadable('Most of what lies in the pool of a wave does not open.')
  const { tally, ...leftOut } = leaveOutOverfull(all, kept.givenOut)
  const plan = JSON.parse(kept.frozen.plan) as FrozenPlan
  const onDay = (at: Date) =>
    Temporal.Instant.fromEpochMilliseconds(at.getTime())
      .toZonedDateTimeISO(given.timeZone)
      .toPlainDate()
      .toString()
  const input: ReleaseInput = {
    wave: {
      id: wave.id,
      title: wave.title,
      instrument: { id: wave.instrument, version: wave.instrumentVersion },
      opensOn: onDay(wave.opensAt),
      closesOn: onDay(wave.closesAt),
      publishedAt: checkins.clock.now().toISOString(),
    },
    plan: { ...plan, groups: plan.groups.map((group) => ({ ...group, members: [] })) },
    items: reportedItems(questions),
    sections: questions.sections,
    counts: countsOf(tally, questions),
    further: tally.further,
    ballots: tally.ballots,
    eligible: kept.frozen.eligible ?? 0,
    k: wave.minimumGroup,
    leftOut: leftOut.groups,
    earlier: kept.earlier.map((text) => JSON.parse(text) as ReleaseDocument),
    changes: kept.changes,
  }
  const isOverfull = leftOut.groups.length > 0 || leftOut.isApart
  const teams = computeRelease(input)
  const hasTables = !isOverfull && (plan.tables?.attributes.length ?? 0) > 0
  const isTried = hasTables && (await beginTry({ dataDir: checkins.dataDir, wave: wave.id })) <= mostTries
  // Whoever compares tables with each other could work out what is left out of one of them. And a check that ended the
  // site before is not begun for ever: then all its tables are refused, and the rest stands.
  const { document, refused } = isOverfull
    ? { document: teams, refused: 0 }
    : await releaseTables(input, teams, { seconds: isTried ? wholeSeconds : 0 })
  // How many, never which or why: that would say something about answers.
  if (refused > 0) checkins.log.warn({ wave: wave.id, refused }, 'not every further table could be shown')
  const onPaper = kept.groups.filter(({ id, way }) => way === 'paper' && !leftOut.groups.includes(id))
  const keyedIn = keyedInShown({
    keyedIn: sumOf(onPaper.map(({ id }) => tally.keyedIn.get(id) ?? 0)),
    ballots: tally.ballots,
    onPaper: sumOf(onPaper.map(({ eligible }) => eligible)),
    k: wave.minimumGroup,
  })
  if (isOverfull)
    checkins.log.error({ wave: wave.id }, 'more ballots came than tickets or sheets were given out')
  return {
    ...document,
    ...(keyedIn === undefined ? {} : { keyedIn }),
    ...(all.unreadable > 0 ? { someUnreadable: true } : {}),
    ...(isOverfull
      ? {
          notCounted: {
            units: leftOut.groups,
            isApart: plan.tables !== undefined,
            // What was added filled the places of others: whoever came then was refused.
            ...(live.pool.count >= live.pool.capacity ? { wasFull: true } : {}),
          },
        }
      : {}),
  }
}

const sumOf = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0)

export const reportedItems = (questions: Questions): AskedQuestion[] =>
  questions.items.flatMap(({ id, text, options, report, words, counterpartOf, sensitive }) =>
    report.kind === 'none'
      ? []
      : [
          {
            id,
            text,
            options: options.map(({ value, text: label }) => ({ value, label })),
            report,
            ...(words ? { words } : {}),
            ...(counterpartOf === undefined ? {} : { counterpartOf }),
            ...(sensitive ? { sensitive } : {}),
          },
        ],
  )

const countsOf = (tally: Tally, questions: Questions) =>
  new Map(
    [...tally.counts].map(([group, rows]) => [
      group,
      new Map(
        questions.items.flatMap((item, at) =>
          item.report.kind === 'none' ? [] : [[item.id, rows[at] ?? item.options.map(() => 0)] as const],
        ),
      ),
    ]),
  )
