import { m } from '#messages'
import { getLocale } from '#messages/runtime.js'
import { number } from '#ui/format.ts'
import type { FormatProblem } from '../../domain/format/check-format.ts'
import type { Manner } from '../../domain/format/shipped-format.ts'
import type { BlockKind } from '../../domain/plan/plan.ts'
import type { PlanNote } from '../../domain/plan/plan-notes.ts'
import type { PollKind } from '../../domain/polls/poll.ts'

const count = (value: number) => number({ value, locale: getLocale() })

const kinds: Record<BlockKind, () => string> = {
  welcome: m.roomplan_kind_welcome,
  poll: m.roomplan_kind_poll,
  chat: m.roomplan_kind_chat,
  format: m.roomplan_kind_format,
  breakouts: m.roomplan_kind_breakouts,
  silence: m.roomplan_kind_silence,
  contemplation: m.roomplan_kind_contemplation,
  reading: m.roomplan_kind_reading,
  break: m.roomplan_kind_break,
  debrief: m.roomplan_kind_debrief,
  closing: m.roomplan_kind_closing,
}

export const blockWords = (kind: BlockKind): string => kinds[kind]()

const manners: Record<Manner, () => string> = {
  talk: m.roomplan_manner_talk,
  silent: m.roomplan_manner_silent,
  music: m.roomplan_manner_music,
}

export const mannerWords = (manner: Manner): string => manners[manner]()

const polls: Record<PollKind, () => string> = {
  single: m.roomplan_poll_single,
  several: m.roomplan_poll_several,
  scale: m.roomplan_poll_scale,
  ranking: m.roomplan_poll_ranking,
  words: m.roomplan_poll_words,
  text: m.roomplan_poll_text,
  'self-check': m.roomplan_poll_self_check,
}

export const pollKindWords = (kind: PollKind): string => polls[kind]()

/** A whole session or part in hours and minutes: “1 hour 35 minutes” as a clock writes it, “1:35”. */
export const durationWords = (seconds: number): string => {
  const minutes = Math.ceil(seconds / 60)
  if (minutes < 60) return m.roomplan_minutes({ minutes, shown: count(minutes) })
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  return rest === 0
    ? m.roomplan_hours({ hours, shown: count(hours) })
    : m.roomplan_hours_minutes({ hours: count(hours), minutes: count(rest) })
}

/** What a facilitator should know, and what she can do about it. */
export const noteWords = (note: PlanNote): string => {
  const part = note.title ?? ''
  switch (note.code) {
    case 'plan-empty':
      return m.roomplan_note_empty()
    case 'format-cannot-run':
      return m.roomplan_note_cannot_run({ part, why: problemWords(note.problem) })
    case 'poll-missing':
      return m.roomplan_note_poll_missing({ part })
    case 'text-missing':
      return m.roomplan_note_text_missing({ part })
    case 'too-few-people':
      return m.roomplan_note_too_few({ part, least: count(note.least) })
    case 'cannot-part':
      return m.roomplan_note_cannot_part({
        part,
        people: count(note.people),
        least: count(note.least),
        most: count(note.most),
      })
    case 'no-welcome':
      return m.roomplan_note_no_welcome()
    case 'no-end':
      return m.roomplan_note_no_end()
    case 'no-break':
      return m.roomplan_note_no_break()
  }
}

/** What keeps a format from being run, for somebody who writes one without code. */
export const problemWords = (problem: FormatProblem): string => {
  const where = 'where' in problem ? problem.where : ''
  switch (problem.code) {
    case 'format-has-no-steps':
      return m.roomplan_format_no_steps()
    case 'step-twice':
      return m.roomplan_format_step_twice({ where })
    case 'role-twice':
      return m.roomplan_format_role_twice({ where })
    case 'step-too-long':
      return m.roomplan_format_step_too_long({ where })
    case 'nobody-can-write':
      return m.roomplan_format_nobody_writes({ where })
    case 'part-unknown':
      return m.roomplan_format_part_unknown({ where, part: problem.part })
    case 'turned-away-and-speaking':
      return m.roomplan_format_turned_and_speaking({ where, part: problem.part })
    case 'sizes-impossible':
      return m.roomplan_format_sizes()
    case 'turns-out-of-range':
      return m.roomplan_format_turns()
    case 'each-needs-a-part':
      return m.roomplan_format_each()
    case 'duty-needs-groups':
      return m.roomplan_format_duty()
    case 'pairs-need-groups':
    case 'groups-need-sizes':
      return m.roomplan_format_groups({ where })
    case 'turn-has-no-steps':
      return m.roomplan_format_turn_steps()
  }
}
