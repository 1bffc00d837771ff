import { readRelease } from '#capabilities/checkins/index.server.ts'
import type { WaveId } from '#kernel/ids.ts'
import { makeClinic } from './clinic.ts'
import { ballotsOf } from './member.ts'
import { announceOn, type Organised, passTo } from './people-on-site.ts'
import { sendTo } from './post-box.ts'
import type { RunningSite } from './running-site.ts'
import { times } from './wave.ts'

/** A check-in that takes answers on a running site, with everybody's answer ready to be sent. */
export const openCheckin = async (running: RunningSite, named: { slug: string }) => {
  const { database, checkins } = running.site.composition
  const clinic = await makeClinic(database, { slug: named.slug, sizes: { Surgery: 9 } })
  const to: Organised = { slug: named.slug, founder: clinic.lead, founderEnters: new Headers() }
  const wave = await announceOn(running, { to })
  await passTo(running, { to, wave, at: times.during, state: 'open' })
  const actors = clinic.members.map(({ id }) => clinic.actorOf(id))
  const ballots = (await ballotsOf({ checkins, wave: wave as WaveId, actors })).map(({ ballot }) => ballot)
  return {
    ballots,
    /** Sends some as browsers do. @returns the codes that came back. */
    send: async (some: readonly Uint8Array[]) => {
      const answers = []
      for (const body of some) answers.push((await sendTo({ port: running.port, body })).code)
      return answers
    },
    /** Lets the time of answering pass. @returns how many answers were counted. */
    close: async (): Promise<number> => {
      await passTo(running, { to, wave, at: times.after, state: 'released' })
      const on = { checkins: running.site.composition.checkins, actor: clinic.lead }
      const release = await readRelease({ wave: wave as WaveId }, on)
      if (!release.ok) throw new Error(release.refusal.code)
      const cell = release.value.items[0]?.cells[0]
      return cell?.shown === true ? cell.n : 0
    },
  }
}
