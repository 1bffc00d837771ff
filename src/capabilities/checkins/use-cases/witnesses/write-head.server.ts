import { randomBytes } from 'node:crypto'
import { Temporal } from 'temporal-polyfill'
import type { OrganisationSummary } from '#capabilities/people/index.server.ts'
import { readHead } from '#platform/audit/audit.server.ts'
import type { Tx } from '#platform/database/database.server.ts'
import type { Checkins } from '../../checkins.server.ts'
import { takeChainEnd } from '../../data/chain.server.ts'
import { countTickets, findNewestHead, type HeadLine, replaceHeadLines } from '../../data/heads.server.ts'
import type { DailyHead } from '../../domain/chain/entry.ts'
import type { CountLine, HeadWave } from '../../domain/chain/parts.ts'
import { buildTree } from '../../domain/manifest/merkle.ts'
import { reportingGroupsTable, type Wave } from '../../domain/wave.ts'
import { appendEntry } from './append-entry.server.ts'

/**
 * Puts on the chain how the audit ends and how many of each group hold a ticket, once a day while a check-in is under
 * way. Not more often: who looked every hour could see who comes. Running it again on the same day does nothing.
 */
export const writeHead = async (
  checkins: Checkins,
  on: { organisation: OrganisationSummary; waves: readonly Wave[] },
): Promise<void> => {
  const { organisation } = on
  const waves = on.waves.filter(({ state }) => state === 'announced' || state === 'open')
  if (waves.length === 0) return
  const day = dayOf({ now: checkins.clock.now(), zone: organisation.timeZone })
  await checkins.database.inOrganisation(organisation.id, async (tx) => {
    if ((await newestDay(tx)) >= day) return
    await takeChainEnd(tx, organisation.id)
    // Another process may have been first.
    if ((await newestDay(tx)) >= day) return
    const counted: { head: HeadWave; lines: HeadLine[] }[] = []
    for (const wave of waves) counted.push(await count(tx, wave))
    const audit = (await readHead(tx)) ?? null
    const head = await appendEntry(tx, {
      organisation: organisation.id,
      dataDir: checkins.dataDir,
      kind: 'head',
      body: (ends): DailyHead => ({
        format: 'kith-head/1',
        organisation: organisation.id,
        day,
        audit,
        waves: counted.map(({ head }) => head),
        ...ends,
      }),
    })
    const lines = counted.flatMap(({ lines }) => lines)
    await replaceHeadLines(tx, { organisation: organisation.id, head, lines })
  })
}

const newestDay = async (tx: Tx): Promise<string> => {
  const body = await findNewestHead(tx)
  return body ? (JSON.parse(body) as DailyHead).day : ''
}

const dayOf = ({ now, zone }: { now: Date; zone: string }): string =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate().toString()

const count = async (tx: Tx, wave: Wave): Promise<{ head: HeadWave; lines: HeadLine[] }> => {
  const groups = await countTickets(tx, { wave: wave.id, table: reportingGroupsTable })
  const texts = groups.map((group) =>
    JSON.stringify({
      table: reportingGroupsTable,
      ...group,
      salt: randomBytes(16).toString('base64url'),
    } satisfies CountLine),
  )
  const tree = await buildTree(texts)
  const lines = groups.map(({ group }, at) => ({
    wave: wave.id,
    group,
    line: texts[at] ?? '',
    path: tree.paths[at] ?? [],
  }))
  return { head: { wave: wave.id, root: tree.root }, lines }
}
