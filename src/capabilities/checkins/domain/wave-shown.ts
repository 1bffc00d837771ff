import { collectsUntil, type Wave, type WaveState } from './wave.ts'

/** A wave as lists and its page show it: nothing that could tell how many have answered. */
export type WaveShown = {
  readonly id: string
  readonly title: string
  readonly state: WaveState
  readonly opensAt: Date
  readonly closesAt: Date
  /** When the answers that were still on their way are in, and all are counted. */
  readonly countedAt: Date
}

export const showWave = (wave: Wave): WaveShown => ({
  id: wave.id,
  title: wave.title,
  state: wave.state,
  opensAt: wave.opensAt,
  closesAt: wave.closesAt,
  countedAt: collectsUntil(wave),
})

/** Where a wave stands for people: its state, and whether its closing has passed while late answers still arrive. */
export type WaveStage = 'draft' | 'announced' | 'open' | 'counting' | 'released' | 'cancelled'

export const stageOf = ({ state, closesAt }: Pick<WaveShown, 'state' | 'closesAt'>, now: Date): WaveStage => {
  if (state === 'closing') return 'counting'
  return state === 'open' && closesAt <= now ? 'counting' : state
}
