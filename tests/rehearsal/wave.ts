import { announceWave, draftWave } from '#capabilities/checkins/index.server.ts'
import { keyFileOf, readKeyFile } from '#capabilities/checkins/keys/key-file.server.ts'
import type { Actor } from '#capabilities/people/index.ts'
import type { WaveId } from '#kernel/ids.ts'
import type { OpenSite } from './site.ts'
import { layKeys } from './ticket-keys.ts'

export const usualForm = {
  title: 'November',
  instrument: 'weekly-five',
  audience: [] as string[],
  opens: '2026-11-23T06:00',
  closes: '2026-11-29T20:00',
  minimumGroup: 5,
  reminds: true,
  paper: [] as string[],
  furtherTables: [] as string[],
}

/** Instants that go with the usual form: before its announcement, while it is open, and when nothing more is taken. */
export const times = {
  before: '2026-11-20T09:00:00Z',
  during: '2026-11-24T09:00:00Z',
  after: '2026-11-30T20:00:01Z',
}

type Lead = {
  site: Pick<OpenSite, 'checkins' | 'dataDir'>
  actor: Actor
  form?: Partial<typeof usualForm>
}

/** A draft whose keys are there. */
export const planWave = async ({ site, actor, form }: Lead): Promise<WaveId> => {
  const drafted = await draftWave({ form: { ...usualForm, ...form } }, { checkins: site.checkins, actor })
  if (!drafted.ok) throw new Error(JSON.stringify(drafted.refusal))
  const { wave } = drafted.value
  await layKeys({ dataDir: site.dataDir, wave, count: 1 })
  return wave
}

/** A wave that is announced. Its keys come from the rehearsal's store. */
export const announcedWave = async (lead: Lead): Promise<WaveId> => {
  const wave = await planWave(lead)
  const on = { checkins: lead.site.checkins, actor: lead.actor }
  for (;;) {
    const announced = await announceWave({ wave }, on)
    if (announced.ok) return wave
    if (announced.refusal.code !== 'checkins/keys-not-ready')
      throw new Error(JSON.stringify(announced.refusal))
    const { made, wanted } = announced.refusal
    await layKeys({ dataDir: lead.site.dataDir, wave, count: wanted - made })
  }
}

/** A wave that takes ballots; the site's clock stands in its time. */
export const openWave = async (lead: Lead & { site: OpenSite }): Promise<WaveId> => {
  const wave = await announcedWave(lead)
  lead.site.clock.set(times.during)
  await lead.site.work()
  return wave
}

/** The secrets of a wave, as somebody with the disk has them. */
export const secretsOf = async (site: Pick<OpenSite, 'dataDir'>, wave: WaveId) => {
  const keys = await readKeyFile(keyFileOf({ dataDir: site.dataDir, wave }))
  if (!keys) throw new Error('The wave has no keys.')
  return keys
}
