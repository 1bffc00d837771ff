import { accept, type Result, refuse } from '#kernel/result.ts'
import type { RoomRefusal } from '../refusals.ts'
import { turnedAwayNow } from '../run/decide/people.ts'
import type { Run, SeatNumber } from '../run/state.ts'

/** What somebody shows without a word. */
export const signs = ['thanks', 'with-you', 'yes'] as const
export type Sign = (typeof signs)[number]

/** What is heard now or never: it is in no log, as writing down what is said aloud would be a recording. */
export type Passing = { pass: 'caption'; words: string } | { pass: 'sign'; sign: Sign }

export const LONGEST_CAPTION = 300

/** Whether a seat may pass this on now. Pure, like `decide`. */
export const mayPass = (
  run: Run,
  passing: Passing,
  on: { by: SeatNumber; hasCaptions: boolean },
): Result<void, RoomRefusal> => {
  const seat = run.seats.get(on.by)
  if (!seat) return refuse({ code: 'rooms/seat-unknown' })
  if (seat.presence === 'removed') return refuse({ code: 'rooms/seat-removed' })
  if (seat.presence === 'left') return refuse({ code: 'rooms/seat-left' })
  if (run.status === 'over') return refuse({ code: 'rooms/over' })
  if (seat.isMuted) return refuse({ code: 'rooms/muted' })
  if (passing.pass === 'sign')
    return turnedAwayNow(run, on.by) ? refuse({ code: 'rooms/turned-away' }) : accept(undefined)
  if (!on.hasCaptions || !seat.isCaptioner) return refuse({ code: 'rooms/not-allowed' })
  if (passing.words.trim() === '') return refuse({ code: 'rooms/words-missing' })
  return passing.words.length > LONGEST_CAPTION
    ? refuse({ code: 'rooms/words-too-long', most: LONGEST_CAPTION })
    : accept(undefined)
}
