import { setTimeout as sleep } from 'node:timers/promises'
import { announceWave, draftWave, readWaves } from '#capabilities/checkins/index.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import { m } from '#messages'
import type { Composition } from '../composition.server.ts'
import { timeZone } from './hospital.ts'
import { must } from './must.ts'
import { dayOf, sayDay } from './past-weeks.server.ts'
import { printSheets, unitOnPaper } from './print-sheets.server.ts'

const day = 86_400_000
const minute = 60_000
const patience = 5 * minute

/**
 * A real check-in that is open now and closes in six days in the evening, whenever none is: planned and announced by the wellbeing lead
 * two days ago, for which the demo alone turns the clock back. A draft of an earlier attempt is used up first.
 */
export const openThisWeek = async (site: Composition, given: { lead: Actor }): Promise<void> => {
  const on = { checkins: site.checkins, actor: given.lead }
  const { waves } = await readWaves(on)
  if (waves.some(({ state }) => state === 'announced' || state === 'open')) return
  const now = site.clock.now()
  const opensAt = new Date(Math.floor(now.getTime() / minute) * minute)
  const title = m.demo_open_title({ day: sayDay(dayOf(opensAt)) })
  const clock = { now: () => new Date(opensAt.getTime() - 2 * day) }
  const steady = { ...site.checkins.steady, ...clock }
  const earlier = { checkins: { ...site.checkins, clock, steady }, actor: given.lead }
  const form = {
    title,
    instrument: 'weekly-five',
    audience: [],
    opens: localText(opensAt),
    closes: `${dayOf(opensAt).add({ days: 6 })}T20:00`,
    minimumGroup: 8,
    paper: await unitOnPaper(earlier),
  }
  const draft = waves.find((wave) => wave.state === 'draft' && wave.title === title)
  const { wave } = must(await draftWave({ wave: draft?.id, form }, earlier))
  await announceWhenKeysAreThere(wave, earlier)
  await printSheets(wave, earlier)
  await site.jobs.send('advance-waves', {})
}

const announceWhenKeysAreThere = async (
  wave: string,
  on: Parameters<typeof announceWave>[1],
): Promise<void> => {
  for (const began = Date.now(); Date.now() - began < patience; await sleep(250)) {
    const announced = await announceWave({ wave }, on)
    if (announced.ok) return
    if (announced.refusal.code !== 'checkins/keys-not-ready') must(announced)
  }
  throw new Error('The demo waited five minutes for its keys; the log says why there are none.')
}

const localText = (at: Date): string => dayAndTime.format(at).replace(' ', 'T')

/** `2026-11-30 06:00`, as the plan page's fields write it. */
const dayAndTime = new Intl.DateTimeFormat('sv-SE', {
  timeZone,
  dateStyle: 'short',
  timeStyle: 'short',
})
