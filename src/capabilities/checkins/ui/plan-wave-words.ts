import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { moment } from '#ui/format.ts'
import type { WaveShown, WaveStage } from '../domain/wave-shown.ts'

const stages = {
  draft: m.wave_stage_draft,
  announced: m.wave_stage_announced,
  open: m.wave_stage_open,
  counting: m.wave_stage_counting,
  released: m.wave_stage_released,
  cancelled: m.wave_stage_cancelled,
}

export const stageWords = (stage: WaveStage): string => stages[stage]()

/** One line about its times, as they matter at this stage. */
export const timesWords = (given: { wave: WaveShown; stage: WaveStage; zone: string }): string => {
  const { wave, stage, zone } = given
  const at = (instant: Date) => moment({ at: instant, zone, locale: getLocale() })
  const times = { opens: at(wave.opensAt), closes: at(wave.closesAt), counted: at(wave.countedAt) }
  if (stage === 'draft' || stage === 'announced') return m.wave_times_coming(times)
  if (stage === 'open') return m.wave_times_open(times)
  if (stage === 'counting') return m.wave_times_counting(times)
  return m.wave_times_over(times)
}
