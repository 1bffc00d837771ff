import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeSheets, readPlanChoices, readSheets } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { teamOnPaper } from './hospital.ts'
import { must } from './must.ts'

type On = { checkins: Composition['checkins']; actor: Actor }

/** The unit of the hospital whose people answer on paper. */
export const unitOnPaper = async (on: On): Promise<string[]> =>
  must(await readPlanChoices({}, on))
    .units.filter(({ name }) => name === teamOnPaper)
    .map(({ id }) => id)

/** Where the demo puts its printed sheets, since nobody is there to cut and shuffle them. */
const trayOf = (dataDir: string) => join(dataDir, 'printed-sheets.txt')

/** Prints the sheets of the group on paper, as its lead does, and lays them in the tray. */
export const printSheets = async (wave: string, on: On): Promise<void> => {
  const { groups } = must(await readSheets({ wave }, on))
  const [group] = groups
  if (!group || group.made > 0) return
  const form = { group: group.id, after: '0', lie: m.demo_sheets_lie() }
  const made = await makeSheets({ wave, form }, on)
  // The site's own rhythm may have opened it just now: then this week nobody has sheets.
  if (!made.ok) return
  writeFileSync(trayOf(on.checkins.dataDir), `${made.value.codes.join('\n')}\n`, {
    mode: 0o600,
    flush: true,
  })
}

/** A few sheets from the tray, for whoever tries the demo; some may have been used. */
export const sheetsInTray = (dataDir: string): string[] =>
  existsSync(trayOf(dataDir)) ? readFileSync(trayOf(dataDir), 'utf8').split('\n').slice(0, 3) : []
